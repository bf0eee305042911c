package dev.agentpay.payments.session;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Builds status callbacks as Twilio sends them: `status().capture(CARD).missing(CARD, DATE)`.
public final class Statuses {
  public static final CallSid CALL = new CallSid("CA" + "1".repeat(32));
  public static final PaymentSid PAYMENT = new PaymentSid("PK" + "2".repeat(32));

  private PaymentSid payment = PAYMENT;
  private OptionalLong hint = OptionalLong.empty();
  private Optional<SessionId> session = Optional.empty();
  private Optional<CaptureField> capture = Optional.empty();
  private Optional<List<CaptureField>> required = Optional.empty();
  private boolean partial;
  private Optional<ErrorType> error = Optional.empty();
  private final Map<CaptureField, String> masks = new EnumMap<>(CaptureField.class);
  private Optional<String> cardType = Optional.empty();
  private Optional<PayResult> result = Optional.empty();
  private Optional<String> confirmation = Optional.empty();
  private Optional<String> token = Optional.empty();
  private Optional<String> profile = Optional.empty();
  private PaymentStatus.Reason reason = PaymentStatus.Reason.NONE;
  private Optional<String> connectorStatus = Optional.empty();
  private Optional<Instant> at = Optional.empty();
  private Optional<SecondEntry> secondEntry = Optional.empty();

  private Statuses() {}

  public static Statuses status() {
    return new Statuses();
  }

  public Statuses payment(PaymentSid sid) {
    payment = sid;
    return this;
  }

  public Statuses session(SessionId id) {
    session = Optional.of(id);
    return this;
  }

  public Statuses number(long captureNumber) {
    hint = OptionalLong.of(captureNumber);
    return this;
  }

  public Statuses capture(CaptureField field) {
    capture = Optional.of(field);
    return this;
  }

  public Statuses missing(CaptureField... fields) {
    required = Optional.of(List.of(fields));
    return this;
  }

  public Statuses missing(List<CaptureField> fields) {
    required = Optional.of(fields);
    return this;
  }

  public Statuses typing(CaptureField field, String mask) {
    partial = true;
    return capture(field).mask(field, mask);
  }

  public Statuses mask(CaptureField field, String mask) {
    masks.put(field, mask);
    return this;
  }

  Statuses brand(String type) {
    cardType = Optional.of(type);
    return this;
  }

  public Statuses error(ErrorType type) {
    error = Optional.of(type);
    return this;
  }

  public Statuses result(PayResult value) {
    result = Optional.of(value);
    return this;
  }

  public Statuses confirmation(String code) {
    confirmation = Optional.of(code);
    return this;
  }

  Statuses token(String value) {
    token = Optional.of(value);
    return this;
  }

  Statuses profile(String value) {
    profile = Optional.of(value);
    return this;
  }

  public Statuses payError(int code) {
    reason =
        new PaymentStatus.Reason(Optional.of(code), reason.paymentError(), reason.connectorError());
    return this;
  }

  public Statuses connectorError(String code) {
    reason =
        new PaymentStatus.Reason(reason.payErrorCode(), reason.paymentError(), Optional.of(code));
    return this;
  }

  public Statuses connectorStatus(String status) {
    connectorStatus = Optional.of(status);
    return this;
  }

  /// The first of two entries is finished.
  public Statuses secondDue() {
    secondEntry = Optional.of(SecondEntry.DUE);
    return this;
  }

  /// It is about the second of two entries.
  public Statuses second() {
    secondEntry = Optional.of(SecondEntry.REPORTED);
    return this;
  }

  public Statuses second(boolean isSecond) {
    return isSecond ? second() : this;
  }

  public Statuses at(Instant updated) {
    at = Optional.of(updated);
    return this;
  }

  public boolean hasTime() {
    return at.isPresent();
  }

  public PaymentStatus build() {
    return new PaymentStatus(
        CALL,
        payment,
        session,
        hint,
        capture,
        required,
        partial,
        error,
        masks,
        cardType,
        result,
        confirmation,
        token,
        profile,
        reason,
        connectorStatus,
        at,
        secondEntry);
  }
}
