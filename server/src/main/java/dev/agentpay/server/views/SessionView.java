package dev.agentpay.server.views;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.session.FieldState;
import dev.agentpay.payments.session.Outcome;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.BankAccountType;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.payments.values.TokenType;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A pay session, as the API shows it.
///
/// @param isFinal whether the state cannot change any more
/// @param typeTwice fields of the capture order that the customer types twice
/// @param capturing the field that the customer is typing
/// @param required the fields that Twilio still requires; empty until Twilio has said
/// @param fields in capture order, then other fields that Twilio required
/// @param alarm whether something happened after the end that a person must check
public record SessionView(
    SessionId id,
    long version,
    String state,
    @JsonProperty("final") boolean isFinal,
    AgentId agent,
    CallSid call,
    Optional<PaymentSid> payment,
    Optional<Money> amount,
    Optional<Money> tip,
    Optional<Money> total,
    Currency currency,
    String description,
    String reference,
    String connector,
    TokenType tokenType,
    PaymentMethod paymentMethod,
    Optional<BankAccountType> bankAccountType,
    List<CaptureField> captureOrder,
    List<CaptureField> typeTwice,
    String advance,
    Optional<CaptureField> capturing,
    Optional<List<CaptureField>> required,
    Optional<String> cardType,
    List<FieldView> fields,
    Optional<OutcomeView> outcome,
    Instant startedAt,
    Instant stateSince,
    boolean alarm) {

  /// The state of one field.
  ///
  /// @param state `waiting`, `capturing`, `captured` or `rejected`
  /// @param second whether the customer types it for the second time, so that Twilio can compare
  /// @param mask the masked value from Twilio; empty before anything was typed
  public record FieldView(
      CaptureField field,
      String state,
      boolean second,
      String mask,
      int rejections,
      Optional<ErrorType> error) {}

  public static SessionView of(PaySession session) {
    final PayRequest request = session.request();
    return new SessionView(
        session.id(),
        session.version(),
        ViewJson.wire(session.state()),
        session.state().isFinal(),
        session.agent(),
        request.call(),
        session.payment(),
        request.amount(),
        request.tip(),
        request.total(),
        request.currency(),
        request.description(),
        request.reference(),
        request.connector(),
        request.tokenType(),
        request.method(),
        request.bankAccountType(),
        request.captureOrder(),
        request.typeTwice(),
        ViewJson.wire(request.advance().forApi()),
        capturing(session),
        session.required(),
        session.cardType(),
        fields(session),
        Optional.of(session.outcome())
            .filter(outcome -> !outcome.equals(Outcome.NONE))
            .map(OutcomeView::of),
        session.startedAt(),
        session.stateSince(),
        session.alarm());
  }

  private static Optional<CaptureField> capturing(PaySession session) {
    return session.capture().filter(_ -> session.state() == SessionState.CAPTURING);
  }

  private static List<FieldView> fields(PaySession session) {
    final Set<CaptureField> shown = new LinkedHashSet<>(session.request().captureOrder());
    for (CaptureField field : CaptureField.values()) {
      if (session.fields().containsKey(field)) {
        shown.add(field);
      }
    }
    return shown.stream().map(field -> field(session, field)).toList();
  }

  private static FieldView field(PaySession session, CaptureField field) {
    final FieldState known = session.field(field);
    return new FieldView(
        field,
        state(session, field, known),
        session.secondEntry() && capturing(session).equals(Optional.of(field)),
        known.mask(),
        known.rejections(),
        known.error());
  }

  private static String state(PaySession session, CaptureField field, FieldState known) {
    if (known.captured()) {
      return "captured";
    }
    if (capturing(session).equals(Optional.of(field))) {
      return "capturing";
    }
    return known.error().isPresent() ? "rejected" : "waiting";
  }
}
