package dev.agentpay.client.capture;

import dev.agentpay.client.model.Advance;
import dev.agentpay.client.model.Agent;
import dev.agentpay.client.model.Availability;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.Field;
import dev.agentpay.client.model.Me;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.PaymentMethod;
import dev.agentpay.client.model.Role;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.client.model.Snapshot;
import dev.agentpay.client.model.TokenType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Pay sessions, calls and snapshots for tests.
final class Samples {
  static final String CALL = "CA" + "1".repeat(32);
  static final String PAYMENT = "PK" + "2".repeat(32);
  static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  static final CaptureField CARD = CaptureField.PAYMENT_CARD_NUMBER;
  static final CaptureField CODE = CaptureField.SECURITY_CODE;
  static final CaptureField EXPIRY = CaptureField.EXPIRATION_DATE;

  private static final List<CaptureField> ORDER = List.of(CARD, CODE, EXPIRY);
  private static final Set<SessionState> FINAL =
      EnumSet.range(SessionState.PAID, SessionState.FAILED);
  private static final AtomicLong VERSION = new AtomicLong();

  private Samples() {}

  /// A session in this state with waiting fields, newer than all before.
  static PaySession session(SessionState state) {
    return session(state, Optional.empty(), fields(List.of(), Optional.empty()));
  }

  /// A session in which the customer is asked for `field` and has finished the captured ones.
  static PaySession capturing(CaptureField field, CaptureField... captured) {
    return session(
        SessionState.CAPTURING, Optional.of(field), fields(List.of(captured), Optional.of(field)));
  }

  /// A session in this state with all fields captured.
  static PaySession captured(SessionState state) {
    return session(state, Optional.empty(), fields(ORDER, Optional.empty()));
  }

  static PaySession withOutcome(PaySession session, Outcome outcome) {
    return copy(session, session.agent(), session.fields(), session.required(), outcome);
  }

  static PaySession withFields(PaySession session, Field... fields) {
    return copy(session, session.agent(), List.of(fields), session.required(), null);
  }

  static PaySession withRequired(PaySession session, CaptureField... required) {
    return copy(session, session.agent(), session.fields(), Optional.of(List.of(required)), null);
  }

  static PaySession ofAgent(String agent, PaySession session) {
    return copy(session, agent, session.fields(), session.required(), null);
  }

  static Outcome reason(String text) {
    return new Outcome(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(text));
  }

  static Field field(CaptureField field, Field.State state, String mask, String error) {
    return new Field(
        field, state, false, mask, 0, error.isEmpty() ? Optional.empty() : Optional.of(error));
  }

  static Digits typing(CaptureField field, String mask) {
    return new Digits("ps_1", field, mask, AT);
  }

  static Call call(String sid, String agent, Call.State state, int answeredSecond) {
    return new Call(
        sid,
        "+12025550110",
        "+12025550100",
        Call.Route.SOFTPHONE,
        Optional.empty(),
        state,
        Optional.of(agent),
        Optional.of("CA" + "9".repeat(32)),
        AT,
        Optional.of(AT.plusSeconds(answeredSecond)),
        state == Call.State.ENDED ? Optional.of(AT.plusSeconds(90)) : Optional.empty(),
        Optional.empty(),
        VERSION.incrementAndGet());
  }

  static Call call(String sid, int answeredSecond) {
    return call(sid, "alice", Call.State.ANSWERED, answeredSecond);
  }

  static Snapshot snapshot(List<Call> calls, List<PaySession> sessions) {
    return new Snapshot(
        calls,
        sessions,
        new Me("alice", Role.AGENT, new Agent("alice", Availability.BUSY, Optional.empty())));
  }

  private static PaySession session(
      SessionState state, Optional<CaptureField> capturing, List<Field> fields) {
    return new PaySession(
        "ps_1",
        VERSION.incrementAndGet(),
        state,
        FINAL.contains(state),
        "alice",
        CALL,
        state == SessionState.OPENING ? Optional.empty() : Optional.of(PAYMENT),
        Optional.of(new BigDecimal("42.50")),
        Optional.empty(),
        Optional.of(new BigDecimal("42.50")),
        "USD",
        "",
        "",
        "sandbox",
        TokenType.REUSABLE,
        PaymentMethod.CREDIT_CARD,
        ORDER,
        List.of(),
        Advance.SERVER,
        capturing,
        Optional.empty(),
        Optional.empty(),
        fields,
        Optional.empty(),
        AT,
        AT,
        false);
  }

  private static List<Field> fields(List<CaptureField> captured, Optional<CaptureField> capturing) {
    final List<Field> fields = new ArrayList<>();
    for (CaptureField name : ORDER) {
      final Field.State state =
          captured.contains(name)
              ? Field.State.CAPTURED
              : capturing.equals(Optional.of(name)) ? Field.State.CAPTURING : Field.State.WAITING;
      fields.add(field(name, state, state == Field.State.CAPTURED ? "xxx" : "", ""));
    }
    return fields;
  }

  /// @param outcome null: none
  private static PaySession copy(
      PaySession s,
      String agent,
      List<Field> fields,
      Optional<List<CaptureField>> required,
      Outcome outcome) {
    return new PaySession(
        s.id(),
        VERSION.incrementAndGet(),
        s.state(),
        s.isFinal(),
        agent,
        s.call(),
        s.payment(),
        s.amount(),
        s.tip(),
        s.total(),
        s.currency(),
        s.description(),
        s.reference(),
        s.connector(),
        s.tokenType(),
        s.paymentMethod(),
        s.captureOrder(),
        s.typeTwice(),
        s.advance(),
        s.capturing(),
        required,
        s.cardType(),
        fields,
        Optional.ofNullable(outcome),
        s.startedAt(),
        s.stateSince(),
        s.alarm());
  }
}
