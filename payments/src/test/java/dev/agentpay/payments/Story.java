package dev.agentpay.payments;

import static dev.agentpay.payments.values.CaptureField.EXPIRATION_DATE;
import static dev.agentpay.payments.values.CaptureField.PAYMENT_CARD_NUMBER;
import static dev.agentpay.payments.values.CaptureField.SECURITY_CODE;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.proof.ConnectorKind;
import dev.agentpay.payments.proof.Connectors;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.payments.session.Decision;
import dev.agentpay.payments.session.Digits;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaySessionDecider;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.session.Statuses;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Currencies;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.payments.values.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Drives one session step by step without a service: each step is one input to
/// [PaySessionDecider]. Each callback advances Twilio's clock.
public final class Story {
  public static final SessionId ID = new SessionId("ps_" + "0".repeat(26));
  public static final AgentId ALICE = new AgentId("alice");
  public static final CaptureField CARD = PAYMENT_CARD_NUMBER;
  public static final CaptureField DATE = EXPIRATION_DATE;
  public static final CaptureField CODE = SECURITY_CODE;
  static final Origin TWILIO = new Origin(Actor.TWILIO, "203.0.113.7", "status callback");
  private static final Origin AGENT =
      new Origin(new Actor(Actor.Role.AGENT, "alice"), "198.51.100.1", "test");

  /// A connector without a ledger; its only known decline is `card_declined`.
  public static final ConnectorKind HOSTED =
      new ConnectorKind("hosted:test", false, Set.of("card_declined"));

  /// The same, with a ledger.
  public static final ConnectorKind OURS = new ConnectorKind("ours", true, Set.of("card_declined"));

  private final PaySessionDecider decider;
  private final List<EventEnvelope> events = new ArrayList<>();
  private Optional<Digits> digits = Optional.empty();
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private PaySession session;
  private List<SessionEvent> lastEvents = List.of();

  private Story(PayRequest request, ConnectorKind kind) {
    decider = decider(kind);
    final Decision start = decider.start(ID, ALICE, request, now, AGENT);
    events.addAll(start.events());
    session = start.after();
  }

  /// A decider whose only connector is of this kind.
  public static PaySessionDecider decider(ConnectorKind kind) {
    return new PaySessionDecider(Deadlines.PRODUCTION, new Connectors(Map.of("sandbox", kind)));
  }

  /// A charge at a connector of this kind.
  static Story charge(ConnectorKind kind) {
    return new Story(request(Optional.of(Money.of("42.50", "USD")), Advance.SERVER), kind);
  }

  /// A charge of 42.50 USD that captures card, expiry and code; Twilio has not answered yet.
  public static Story charge() {
    return charge(HOSTED);
  }

  public static Story tokenize() {
    return new Story(request(Optional.empty(), Advance.SERVER), HOSTED);
  }

  public static Story ofClient() {
    return ofClient(Advance.CLIENT);
  }

  /// A charge whose fields the client requests.
  public static Story ofClient(Advance advance) {
    return new Story(request(Optional.of(Money.of("42.50", "USD")), advance), HOSTED);
  }

  static PayRequest request(Optional<Money> amount, Advance advance) {
    return request(Statuses.CALL, amount, advance);
  }

  public static PayRequest request(CallSid call, Optional<Money> amount, Advance advance) {
    return request(call, amount, advance, List.of());
  }

  /// @param typeTwice fields that the customer types twice
  public static PayRequest request(
      CallSid call, Optional<Money> amount, Advance advance, List<CaptureField> typeTwice) {
    return new PayRequest(
        call,
        amount,
        Optional.empty(),
        Currencies.of("USD"),
        "",
        "",
        "sandbox",
        TokenType.REUSABLE,
        PaymentMethod.CREDIT_CARD,
        Optional.empty(),
        List.of(CARD, DATE, CODE),
        List.of(),
        0,
        5,
        Map.of(),
        advance,
        Optional.empty(),
        typeTwice);
  }

  /// A session whose Payment is open and that captures the card.
  public static Story opened() {
    return opened(HOSTED);
  }

  /// An open session whose customer types card and code twice.
  public static Story typedTwice(Advance advance) {
    final PayRequest request =
        request(Statuses.CALL, Optional.of(Money.of("42.50", "USD")), advance, List.of(CARD, CODE));
    return new Story(request, HOSTED).answered(new Answer.Accepted(Statuses.PAYMENT));
  }

  static Story opened(ConnectorKind kind) {
    return charge(kind).answered(new Answer.Accepted(Statuses.PAYMENT));
  }

  /// A session with all fields captured.
  public static Story ready() {
    return ready(HOSTED);
  }

  static Story ready(ConnectorKind kind) {
    return opened(kind).captured(CARD, DATE, CODE).captured(DATE, CODE).captured(CODE);
  }

  /// A submitted session.
  public static Story submitted() {
    return submitted(HOSTED);
  }

  public static Story submitted(ConnectorKind kind) {
    return ready(kind).does(new Input.Submit());
  }

  /// A submitted session whose result is unknown.
  public static Story unconfirmed() {
    return unconfirmed(HOSTED);
  }

  public static Story unconfirmed(ConnectorKind kind) {
    return submitted(kind).waits(Deadlines.PRODUCTION.completing());
  }

  public static Story cancelling() {
    return opened().does(new Input.Cancel());
  }

  /// Reports the first of these fields as captured and the others as missing.
  private Story captured(CaptureField... missing) {
    return twilio(
        Statuses.status()
            .capture(missing[0])
            .missing(List.of(missing).subList(1, missing.length))
            .mask(missing[0], "xxxx"));
  }

  /// Sends a callback from Twilio, 10 ms after the previous step.
  public Story twilio(Statuses status) {
    now = now.plusMillis(10);
    if (!status.hasTime()) {
      status.at(now);
    }
    return arrives(status.build());
  }

  /// Sends this callback unchanged.
  public Story arrives(PaymentStatus status) {
    return does(new Input.CallbackArrived(status, Optional.empty()));
  }

  /// Answers the latest instruction at its first attempt.
  public Story answered(Answer answer) {
    return answered(answer, Input.Attempt.ONLY);
  }

  public Story answered(Answer answer, Input.Attempt attempt) {
    final EventEnvelope cause =
        events.reversed().stream()
            .filter(e -> Instruction.causedBy((SessionEvent) e.event()).isPresent())
            .findFirst()
            .orElseThrow();
    return does(
        new Input.Answered(
            cause.number(),
            Instruction.causedBy((SessionEvent) cause.event()).orElseThrow(),
            attempt,
            answer));
  }

  /// Lets time pass and checks the deadline.
  public Story waits(Duration duration) {
    now = now.plus(duration);
    return does(new Input.DeadlinePassed());
  }

  public Story does(Input input) {
    final Decision decision = decider.decide(session, input, now, AGENT);
    events.addAll(decision.events());
    lastEvents = decision.events().stream().map(e -> (SessionEvent) e.event()).toList();
    digits = decision.digits();
    session = decision.after();
    return this;
  }

  public PaySession session() {
    return session;
  }

  public SessionState state() {
    return session.state();
  }

  public Instant time() {
    return now;
  }

  /// The number of the current capture.
  public long captureNumber() {
    return session.captureNumber();
  }

  /// The events of the last step.
  public List<SessionEvent> lastEvents() {
    return lastEvents;
  }

  /// The instructions that the last step caused.
  public List<Instruction> instructions() {
    return lastEvents.stream().flatMap(e -> Instruction.causedBy(e).stream()).toList();
  }

  public Optional<Digits> digits() {
    return digits;
  }

  public List<EventEnvelope> events() {
    return events;
  }
}
