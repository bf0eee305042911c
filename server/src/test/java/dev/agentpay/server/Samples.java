package dev.agentpay.server;

import dev.agentpay.auth.KeyScope;
import dev.agentpay.auth.ServiceKeyEvent;
import dev.agentpay.auth.ServiceKeyId;
import dev.agentpay.auth.SignInEvent;
import dev.agentpay.auth.SignInId;
import dev.agentpay.calls.Agent;
import dev.agentpay.calls.AgentEvent;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.calls.Uui;
import dev.agentpay.calls.UuiEvent;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.events.StreamId;
import dev.agentpay.payments.session.CallbackHistory;
import dev.agentpay.payments.session.FieldState;
import dev.agentpay.payments.session.Outcome;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SecondEntry;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.BankAccountType;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Currencies;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.payments.values.TokenType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Samples of everything that the API shows: with every component set, and without any optional
/// one. Maps have at most one entry, because the order of more is not defined.
public final class Samples {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.250Z");
  private static final SessionId SESSION = new SessionId("ps_" + "0".repeat(25) + "1");
  private static final CallSid CALL = new CallSid("CA" + "1".repeat(32));
  private static final CallSid LEG = new CallSid("CA" + "2".repeat(32));
  private static final PaymentSid PAYMENT = new PaymentSid("PK" + "3".repeat(32));
  private static final AgentId ALICE = new AgentId("alice");
  private static final AgentId BOB = new AgentId("bob");
  private static final SignInId SIGN_IN = new SignInId("0f8fad5b-d9cb-469f-a165-70867728950e");
  private static final ServiceKeyId KEY = new ServiceKeyId("0123456789ab");
  private static final Uui UUI = new Uui("conversation 7;x=\"1\"");

  private static final PaymentStatus.Reason REASON =
      new PaymentStatus.Reason(
          Optional.of(64012), Optional.of("declined"), Optional.of("card_declined"));

  private Samples() {}

  static List<Event> sessionEvents() {
    return List.of(
        new SessionEvent.SessionStarted(SESSION, ALICE, cardRequest()),
        new SessionEvent.SessionStarted(SESSION, ALICE, bankRequest()),
        new SessionEvent.SessionStarted(SESSION, ALICE, tokenRequest()),
        new SessionEvent.PaymentOpened(PAYMENT),
        new SessionEvent.PaymentAdopted(PAYMENT),
        new SessionEvent.StatusReceived(fullStatus(), true),
        new SessionEvent.StatusReceived(digit(), false),
        new SessionEvent.StatusReceived(emptyStatus(), false),
        new SessionEvent.StatusReceived(secondEntryStatus(), false),
        new SessionEvent.InstructionAccepted(2),
        new SessionEvent.InstructionFailed(2, true, "64019"),
        new SessionEvent.CaptureRequested(CaptureField.SECURITY_CODE, 2),
        new SessionEvent.CaptureRequested(CaptureField.SECURITY_CODE, 2, true),
        new SessionEvent.CaptureAnticipated(CaptureField.SECURITY_CODE),
        new SessionEvent.CaptureAwaited(CaptureField.SECURITY_CODE),
        new SessionEvent.CaptureDiscarded(CaptureField.SECURITY_CODE),
        new SessionEvent.FieldCaptured(CaptureField.POSTAL_CODE),
        new SessionEvent.FieldRejected(CaptureField.EXPIRATION_DATE, ErrorType.INVALID_DATE),
        new SessionEvent.CaptureParked("input-timeout"),
        new SessionEvent.AllCaptured(),
        new SessionEvent.SubmitRequested(),
        new SessionEvent.CancelRequested("the agent"),
        new SessionEvent.SessionPaid("ch_1"),
        new SessionEvent.SessionTokenized("tok_1", Optional.of("cus_1")),
        new SessionEvent.SessionTokenized("tok_1", Optional.empty()),
        new SessionEvent.SessionDeclined(REASON),
        new SessionEvent.SessionDeclined(PaymentStatus.Reason.NONE),
        new SessionEvent.SessionCancelled("the agent"),
        new SessionEvent.SessionAbandoned("hung up"),
        new SessionEvent.SessionFailed("64009"),
        new SessionEvent.SessionUnconfirmed("deadline"),
        new SessionEvent.LedgerAsked(1),
        new SessionEvent.SessionResolved(SessionState.PAID, "seen in the bank", "ch_1"),
        new SessionEvent.CallReleased(SESSION),
        new SessionEvent.AlarmRaised("late success"),
        new SessionEvent.PaymentOrphaned(PAYMENT));
  }

  static List<Event> callEvents() {
    return List.of(
        new CallEvent.CallArrived(
            CALL,
            "+15005550001",
            "sip:desk@example.com",
            CallRoute.SIP_IN,
            Optional.of(UUI),
            Optional.of(LEG)),
        new CallEvent.CallArrived(
            CALL,
            "client:alice",
            "+15005550006",
            CallRoute.DIAL_OUT,
            Optional.empty(),
            Optional.empty()),
        new CallEvent.AgentRung(ALICE),
        new CallEvent.AgentMissed(ALICE, "no-answer"),
        new CallEvent.CallerWaits(),
        new CallEvent.CallerRecalled(),
        new CallEvent.AgentAnswered(ALICE, LEG),
        new CallEvent.AgentHungUp(ALICE, LEG),
        new CallEvent.CallAnswered(Optional.of(LEG)),
        new CallEvent.CallAnswered(Optional.empty()),
        new CallEvent.CallClaimed(ALICE),
        new CallEvent.CallAssigned(ALICE),
        new CallEvent.CallLeft(ALICE),
        callEnded(),
        new CallEvent.CallEnded("busy", Optional.empty()));
  }

  static Event callEnded() {
    return new CallEvent.CallEnded("completed", Optional.of(61));
  }

  static List<Event> agentEvents() {
    return List.of(
        new AgentEvent.AgentReady(ALICE),
        new AgentEvent.AgentAway(ALICE),
        new AgentEvent.AgentBusy(ALICE, CALL),
        new AgentEvent.AgentFreed(CALL));
  }

  static List<Event> uuiEvents() {
    return List.of(
        new UuiEvent.UuiMapped(UUI, CALL),
        new UuiEvent.UuiAwaited(UUI, ALICE),
        new UuiEvent.UuiLeft(UUI, ALICE),
        new UuiEvent.UuiServed(ALICE, CALL));
  }

  static List<Event> signInEvents() {
    return List.of(
        new SignInEvent.SignInEnded(
            SIGN_IN, ALICE, SignInEvent.Reason.SIGNED_OUT, NOON.plusSeconds(60)));
  }

  static List<Event> serviceKeyEvents() {
    return List.of(
        new ServiceKeyEvent.ServiceKeyCreated(
            KEY, "crm", List.of(KeyScope.TOKENS), "hash", Optional.of(NOON.plusSeconds(60))),
        new ServiceKeyEvent.ServiceKeyRotated(KEY, "hash", Optional.of(NOON.plusSeconds(60))),
        new ServiceKeyEvent.OldSecretRevoked(KEY),
        new ServiceKeyEvent.ServiceKeyRevoked(KEY),
        new ServiceKeyEvent.ServiceKeyUsed(KEY));
  }

  /// Every event that the API shows.
  public static Stream<Event> events() {
    return Stream.of(
            sessionEvents(),
            callEvents(),
            agentEvents(),
            uuiEvents(),
            signInEvents(),
            serviceKeyEvents())
        .flatMap(List::stream);
  }

  static List<PaySession> sessions() {
    return List.of(
        fullSession(SessionState.UNCONFIRMED),
        fullSession(SessionState.CAPTURING),
        PaySession.begin(
            new EventEnvelope(
                SESSION.stream(),
                1,
                NOON,
                new Origin(Actor.SYSTEM, "test", "test"),
                Optional.of(ALICE),
                new SessionEvent.SessionStarted(SESSION, ALICE, tokenRequest()))));
  }

  static List<Call> calls() {
    return List.of(
        new Call(
            CALL,
            5,
            "+15005550001",
            "+15005550006",
            CallRoute.SIP_OUT,
            Optional.of(UUI),
            Optional.of(BOB),
            4,
            List.of(BOB),
            Optional.of(new Call.Waiting(NOON, Optional.of(NOON.plusSeconds(3)))),
            Optional.of(ALICE),
            Optional.of(LEG),
            List.of(LEG),
            true,
            NOON,
            Optional.of(NOON.plusSeconds(1)),
            Optional.of(NOON.plusSeconds(61)),
            Optional.of("completed")),
        new Call(
            CALL,
            1,
            "+15005550001",
            "+15005550006",
            CallRoute.SOFTPHONE,
            Optional.empty(),
            Optional.empty(),
            0,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            NOON,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  static List<Agent> agents() {
    return List.of(
        new Agent(ALICE, 3, true, Optional.of(CALL), List.of(), NOON),
        new Agent(ALICE, 2, true, Optional.empty(), List.of(), NOON),
        Agent.unknown(ALICE));
  }

  /// Wraps an event in an envelope, with a different actor for each kind of event.
  public static EventEnvelope recorded(Event event) {
    return switch (event) {
      case SessionEvent _ ->
          recorded(event, SESSION.stream(), new Actor(Actor.Role.SUPERVISOR, "sue"));
      case CallEvent _ -> recorded(event, CallSchema.CALL.stream(CALL.value()), Actor.TWILIO);
      case AgentEvent _ ->
          recorded(
              event,
              CallSchema.AGENT.stream(ALICE.value()),
              new Actor(Actor.Role.AGENT, ALICE.value()));
      case UuiEvent _ -> recorded(event, CallSchema.UUI.stream(UUI.value()), Actor.SYSTEM);
      case SignInEvent _ ->
          recorded(
              event,
              new StreamId("SIGN_IN", SIGN_IN.value()),
              new Actor(Actor.Role.AGENT, ALICE.value()));
      case ServiceKeyEvent _ ->
          recorded(
              event,
              new StreamId("SERVICE_KEY", KEY.value()),
              new Actor(Actor.Role.SUPERVISOR, "sue"));
      default -> throw new IllegalArgumentException("no sample of " + event.getClass());
    };
  }

  private static EventEnvelope recorded(Event event, StreamId stream, Actor actor) {
    return new EventEnvelope(
        stream,
        7,
        NOON,
        new Origin(actor, "203.0.113.7", "POST /api/pay-sessions"),
        Optional.of(ALICE),
        event);
  }

  private static PayRequest cardRequest() {
    return new PayRequest(
        CALL,
        Optional.of(Money.of("42.50", "USD")),
        Optional.of(Money.of("5", "USD")),
        Currencies.of("USD"),
        "Order 1001, \"the blue one\" – größer",
        "A-1001",
        "sandbox",
        TokenType.PAYMENT_METHOD,
        PaymentMethod.CREDIT_CARD,
        Optional.empty(),
        List.of(
            CaptureField.PAYMENT_CARD_NUMBER,
            CaptureField.EXPIRATION_DATE,
            CaptureField.SECURITY_CODE,
            CaptureField.POSTAL_CODE),
        List.of("visa", "amex"),
        5,
        30,
        Map.of("customer", "17"),
        Advance.CLIENT,
        Optional.of("payMap"),
        List.of());
  }

  private static PayRequest bankRequest() {
    return new PayRequest(
        CALL,
        Optional.of(Money.of("1200", "JPY")),
        Optional.empty(),
        Currencies.of("JPY"),
        "Rent",
        "R-1",
        "sandbox",
        TokenType.REUSABLE,
        PaymentMethod.ACH_DEBIT,
        Optional.of(BankAccountType.CONSUMER_CHECKING),
        List.of(CaptureField.BANK_ROUTING_NUMBER, CaptureField.BANK_ACCOUNT_NUMBER),
        List.of(),
        0,
        5,
        Map.of(),
        Advance.SERVER,
        Optional.empty(),
        List.of());
  }

  private static PayRequest tokenRequest() {
    return new PayRequest(
        CALL,
        Optional.empty(),
        Optional.empty(),
        Currencies.of("JPY"),
        "",
        "",
        "sandbox",
        TokenType.ONE_TIME,
        PaymentMethod.CREDIT_CARD,
        Optional.empty(),
        List.of(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.EXPIRATION_DATE),
        List.of(),
        0,
        5,
        Map.of(),
        Advance.SERVER,
        Optional.empty(),
        List.of());
  }

  private static PaymentStatus fullStatus() {
    return new PaymentStatus(
        CALL,
        PAYMENT,
        Optional.of(SESSION),
        OptionalLong.of(4),
        Optional.of(CaptureField.SECURITY_CODE),
        Optional.of(List.of(CaptureField.SECURITY_CODE, CaptureField.POSTAL_CODE)),
        true,
        Optional.of(ErrorType.INVALID_SECURITY_CODE),
        Map.of(CaptureField.PAYMENT_CARD_NUMBER, "xxxxxxxxxxxx4242"),
        Optional.of("visa"),
        Optional.of(PayResult.PAYMENT_CONNECTOR_ERROR),
        Optional.of("ch_1"),
        Optional.of("tok_1"),
        Optional.of("cus_1"),
        REASON,
        Optional.of("PENDING"),
        Optional.of(NOON),
        Optional.empty());
  }

  private static PaymentStatus digit() {
    return status(
        Optional.of(CaptureField.SECURITY_CODE), Optional.empty(), true, Optional.empty());
  }

  private static PaymentStatus emptyStatus() {
    return status(Optional.empty(), Optional.of(List.of()), false, Optional.empty());
  }

  private static PaymentStatus secondEntryStatus() {
    return status(
        Optional.empty(), Optional.of(List.of()), false, Optional.of(SecondEntry.REPORTED));
  }

  private static PaymentStatus status(
      Optional<CaptureField> capture,
      Optional<List<CaptureField>> required,
      boolean partial,
      Optional<SecondEntry> secondEntry) {
    return new PaymentStatus(
        CALL,
        PAYMENT,
        Optional.empty(),
        OptionalLong.empty(),
        capture,
        required,
        partial,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        PaymentStatus.Reason.NONE,
        Optional.empty(),
        Optional.empty(),
        secondEntry);
  }

  private static PaySession fullSession(SessionState state) {
    return new PaySession(
        SESSION,
        17,
        ALICE,
        cardRequest(),
        state,
        Optional.of(CaptureField.SECURITY_CODE),
        12,
        false,
        true,
        List.of(),
        Optional.of(PAYMENT),
        Optional.empty(),
        Optional.of(List.of(CaptureField.SECURITY_CODE)),
        Map.of(
            CaptureField.PAYMENT_CARD_NUMBER,
            new FieldState("xxxxxxxxxxxx4242", true, 0, Optional.empty()),
            CaptureField.SECURITY_CODE,
            new FieldState("", false, 2, Optional.of(ErrorType.INPUT_TIMEOUT))),
        Optional.of("visa"),
        new CallbackHistory(Optional.empty(), List.of()),
        Optional.of(fullStatus()),
        fullStatus().lastWord(NOON),
        new Outcome(
            Optional.of("ch_1"),
            Optional.of("tok_1"),
            Optional.of("cus_1"),
            Optional.of("card_declined"),
            Optional.of("nobody told us")),
        NOON,
        NOON.plusMillis(1500),
        2,
        Optional.of(new PaySession.LedgerQuestion(16, NOON)),
        true,
        true);
  }
}
