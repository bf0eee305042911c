package dev.agentpay.compat;

import dev.agentpay.calls.Claims;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Currencies;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.TokenType;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The payment operations of all existing clients: start, capture, complete and cancel. Each method
/// blocks until Twilio has accepted the instruction, and throws [RequestFailedException] if it has
/// not.
final class Payments {
  private final PaySessions sessions;
  private final ClientOrders orders;
  private final Claims claims;
  private final EventStore store;
  private final Feed feed;
  private final int inputTimeoutSeconds;

  Payments(
      PaySessions sessions, Claims claims, EventStore store, Feed feed, int inputTimeoutSeconds) {
    this.inputTimeoutSeconds = inputTimeoutSeconds;
    this.sessions = sessions;
    this.orders = new ClientOrders(sessions, store);
    this.claims = claims;
    this.store = store;
    this.feed = feed;
  }

  /// A client's request to start a payment.
  ///
  /// @param amount the amount to charge; if empty, a token is created
  /// @param fields the fields to capture, in the configured order
  /// @param inFixedOrder whether the client requests one field after another by itself, always in
  ///   the same order; false if the agent presses a button for each field
  /// @param mirror the Sync map or document in which the client reads the progress
  record StartRequest(
      Optional<String> amount,
      String currency,
      String connector,
      TokenType tokenType,
      List<CaptureField> fields,
      boolean inFixedOrder,
      String mirror) {}

  /// A pay session and its Payment.
  record Payment(PaySession session, PaymentSid sid) {}

  /// An operation on a payment, with the parameters of a request.
  interface Action {
    Payment run(AgentId agent, Params params, Origin origin);
  }

  /// Creates a Payment on the call. A call without an agent is assigned to this agent.
  Payment start(AgentId agent, String call, StartRequest start, Origin origin) {
    final PayRequest request = payRequest(start, knownOrder(agent, start, origin));
    return withRefusals(
        () -> {
          final CallSid sid = claims.forPayment(callSid(call), agent, true, origin).sid();
          try (InstructionWait wait = new InstructionWait(feed, agent)) {
            final PaySession started =
                sessions.start(agent, request.on(sid), false, Optional.empty(), origin);
            final Optional<PaySession> created =
                wait.first(eventsOf(started), _ -> ifCreated(sessions.find(started.id())));
            return created
                .flatMap(s -> s.payment().map(p -> new Payment(s, p)))
                .orElseThrow(() -> notCreated(started, origin));
          }
        });
  }

  private Optional<List<CaptureField>> knownOrder(
      AgentId agent, StartRequest start, Origin origin) {
    return start.inFixedOrder()
        ? orders.known(agent, origin.cause(), start.fields())
        : Optional.empty();
  }

  /// Captures a field. AgentPay requests fields ahead of clients whose order it knows, so a request
  /// for a field that it has already requested succeeds without effect; a second such request
  /// resets the field.
  Payment capture(AgentId agent, String call, String payment, CaptureField field, Origin origin) {
    final Payment found = find(agent, call, payment);
    return withRefusals(
        () -> {
          try (InstructionWait wait = new InstructionWait(feed, agent)) {
            final PaySession before = found.session();
            final PaySession after =
                sessions.change(
                    before.id(),
                    new Input.RequestCapture(field, !before.ahead().contains(field)),
                    Optional.empty(),
                    origin);
            if (after.captureNumber() != before.captureNumber()) {
              await(wait, after, after.captureNumber());
            }
            return new Payment(after, found.sid());
          }
        });
  }

  /// Charges, or creates the token. Returns when Twilio has accepted the instruction; the outcome
  /// follows in a status callback.
  Payment complete(AgentId agent, String call, String payment, Origin origin) {
    return change(agent, call, payment, new Input.Submit(), origin);
  }

  /// Cancels the payment.
  Payment cancel(AgentId agent, String call, String payment, Origin origin) {
    return change(agent, call, payment, new Input.Cancel(), origin);
  }

  private Payment change(AgentId agent, String call, String payment, Input input, Origin origin) {
    final Payment found = find(agent, call, payment);
    return withRefusals(
        () -> {
          try (InstructionWait wait = new InstructionWait(feed, agent)) {
            final PaySession after =
                sessions.change(found.session().id(), input, Optional.empty(), origin);
            instructionSince(found.session())
                .ifPresent(instruction -> await(wait, after, instruction));
            return new Payment(after, found.sid());
          }
        });
  }

  /// Returns the number of the submit or cancel event since `before`; empty if it had been
  /// requested earlier.
  private Optional<Long> instructionSince(PaySession before) {
    return store.events(before.stream(), before.version()).stream()
        .filter(
            recorded ->
                recorded.event() instanceof SessionEvent.SubmitRequested
                    || recorded.event() instanceof SessionEvent.CancelRequested)
        .map(EventEnvelope::number)
        .findFirst();
  }

  /// Waits until Twilio has accepted the instruction that event number `instruction` caused.
  private static void await(InstructionWait wait, PaySession session, long instruction) {
    final Optional<Optional<String>> outcome =
        wait.first(eventsOf(session), event -> outcome(event, instruction));
    final Optional<String> failure =
        outcome.orElse(Optional.of("Twilio did not answer in time, so the outcome is unknown"));
    failure.ifPresent(
        reason -> {
          throw new RequestFailedException(400, reason);
        });
  }

  /// Returns the outcome of the instruction: empty inside if Twilio accepted it, otherwise the
  /// reason why not. The outer optional is empty if this event does not decide it.
  private static Optional<Optional<String>> outcome(EventEnvelope recorded, long instruction) {
    return switch ((SessionEvent) recorded.event()) {
      case SessionEvent.InstructionAccepted accepted when accepted.instruction() == instruction ->
          Optional.of(Optional.empty());
      case SessionEvent.InstructionFailed failed when failed.instruction() == instruction ->
          Optional.of(Optional.of("Twilio did not accept the instruction: " + failed.why()));
      case SessionEvent.SessionCancelled _,
          SessionEvent.SessionPaid _,
          SessionEvent.SessionTokenized _ ->
          Optional.of(Optional.empty());
      case SessionEvent.SessionFailed failed -> Optional.of(Optional.of(failed.reason()));
      case SessionEvent.SessionAbandoned left -> Optional.of(Optional.of(left.why()));
      case SessionEvent.SessionUnconfirmed doubt -> Optional.of(Optional.of(doubt.why()));
      default -> Optional.empty();
    };
  }

  /// Finds the agent's payment on the call. Another agent's payment is treated as not found.
  private Payment find(AgentId agent, String call, String payment) {
    final PaymentSid sid = paymentSid(payment);
    return sessions
        .find(sid)
        .filter(session -> session.agent().equals(agent))
        .filter(session -> session.request().call().equals(callSid(call)))
        .map(session -> new Payment(session, sid))
        .orElseThrow(() -> new RequestFailedException(404, "No such payment on this call"));
  }

  /// @param known the order in which the client requests the fields, if we know it
  private PayRequest payRequest(StartRequest start, Optional<List<CaptureField>> known) {
    try {
      final Currency currency = Currencies.of(start.currency());
      return new PayRequest(
          new CallSid("CA" + "0".repeat(32)),
          start.amount().map(text -> Money.of(text, currency.getCurrencyCode())),
          Optional.empty(),
          currency,
          "",
          "",
          start.connector(),
          start.tokenType(),
          PaymentMethod.CREDIT_CARD,
          Optional.empty(),
          known.orElse(start.fields()),
          List.of(),
          0,
          inputTimeoutSeconds,
          Map.of(),
          known.isPresent() ? Advance.CLIENT : Advance.CLIENT_ALONE,
          Optional.of(start.mirror()),
          List.of());
    } catch (IllegalArgumentException e) {
      throw new RequestFailedException(400, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<PaySession> ifCreated(Optional<PaySession> session) {
    return session.filter(s -> s.state() != SessionState.OPENING);
  }

  /// Cancels a session whose Payment was not created in time, and returns the failure.
  private RequestFailedException notCreated(PaySession started, Origin origin) {
    final PaySession now = sessions.find(started.id()).orElse(started);
    if (now.state().isFinal()) {
      return new RequestFailedException(
          400, now.outcome().text().orElse("Twilio did not create the payment"));
    }
    try {
      sessions.change(now.id(), new Input.Cancel(), Optional.empty(), origin);
    } catch (RefusedException alreadyEnded) {
      // Nothing is left to cancel.
    }
    return new RequestFailedException(
        400, "Twilio did not create the payment in time, so it was cancelled");
  }

  private static Predicate<EventEnvelope> eventsOf(PaySession session) {
    return recorded -> recorded.stream().equals(session.stream());
  }

  private static CallSid callSid(String text) {
    return parsed(text, CallSid::new);
  }

  private static PaymentSid paymentSid(String text) {
    return parsed(text, PaymentSid::new);
  }

  private static <T> T parsed(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new RequestFailedException(400, String.valueOf(e.getMessage()));
    }
  }

  /// Runs an operation and converts a refusal to a failed request.
  private static <T> T withRefusals(Supplier<T> operation) {
    try {
      return operation.get();
    } catch (RefusedException e) {
      throw new RequestFailedException(400, String.valueOf(e.getMessage()));
    }
  }
}
