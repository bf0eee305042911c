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

/// What every family of clients can ask of a payment: start, capture, complete, cancel. Each method
/// blocks until Twilio has taken it, and throws [Failed] when it has not.
final class Payments {
  private final PaySessions sessions;
  private final Claims claims;
  private final EventStore store;
  private final Feed feed;
  private final int inputTimeoutSeconds;

  Payments(
      PaySessions sessions, Claims claims, EventStore store, Feed feed, int inputTimeoutSeconds) {
    this.inputTimeoutSeconds = inputTimeoutSeconds;
    this.sessions = sessions;
    this.claims = claims;
    this.store = store;
    this.feed = feed;
  }

  /// What a client wants.
  ///
  /// @param amount empty: a token
  /// @param mirror where it looks for what happens
  record Wanted(
      Optional<String> amount,
      String currency,
      String connector,
      TokenType tokenType,
      List<CaptureField> order,
      String mirror) {}

  /// A payment of an agent.
  record Payment(PaySession session, PaymentSid sid) {}

  /// Opens a Payment on the call; one that is nobody's becomes the agent's.
  Payment start(AgentId agent, String call, Wanted wanted, Origin origin) {
    final PayRequest request = request(wanted);
    return refusing(
        () -> {
          final CallSid sid = claims.forPayment(callSid(call), agent, true, origin).sid();
          try (Followed followed = new Followed(feed, agent)) {
            final PaySession started =
                sessions.start(agent, request.on(sid), false, Optional.empty(), origin);
            final Optional<PaySession> opened =
                followed.first(of(started), _ -> isOpen(sessions.find(started.id())));
            return opened
                .flatMap(s -> s.payment().map(p -> new Payment(s, p)))
                .orElseThrow(() -> notOpened(started, origin));
          }
        });
  }

  /// Asks for a field. A client that advances by itself is told yes when that field is asked for
  /// already; its second request for the same field is a reset.
  Payment capture(AgentId agent, String call, String payment, CaptureField field, Origin origin) {
    final Payment mine = mine(agent, call, payment);
    return refusing(
        () -> {
          try (Followed followed = new Followed(feed, agent)) {
            final PaySession before = mine.session();
            final PaySession after =
                sessions.ask(
                    before.id(),
                    new Input.AskFor(field, !before.ahead().contains(field)),
                    Optional.empty(),
                    origin);
            if (after.captureNumber() != before.captureNumber()) {
              await(followed, after, after.captureNumber());
            }
            return new Payment(after, mine.sid());
          }
        });
  }

  /// Charges, or makes the token. Done when Twilio has taken it; how it ends is told by callback.
  Payment complete(AgentId agent, String call, String payment, Origin origin) {
    return status(agent, call, payment, new Input.Submit(), origin);
  }

  /// Ends the payment.
  Payment cancel(AgentId agent, String call, String payment, Origin origin) {
    return status(agent, call, payment, new Input.Cancel(), origin);
  }

  private Payment status(AgentId agent, String call, String payment, Input input, Origin origin) {
    final Payment mine = mine(agent, call, payment);
    return refusing(
        () -> {
          try (Followed followed = new Followed(feed, agent)) {
            final PaySession after =
                sessions.ask(mine.session().id(), input, Optional.empty(), origin);
            asked(mine.session()).ifPresent(instruction -> await(followed, after, instruction));
            return new Payment(after, mine.sid());
          }
        });
  }

  /// The number of the submit or cancel since then; empty when it was asked for before.
  private Optional<Long> asked(PaySession before) {
    return store.events(before.stream(), before.version()).stream()
        .filter(
            recorded ->
                recorded.event() instanceof SessionEvent.SubmitRequested
                    || recorded.event() instanceof SessionEvent.CancelRequested)
        .map(EventEnvelope::number)
        .findFirst();
  }

  /// Waits until Twilio has taken the instruction that this event caused.
  private static void await(Followed followed, PaySession session, long instruction) {
    final Optional<Optional<String>> told =
        followed.first(of(session), event -> outcome(event, instruction));
    final Optional<String> failure =
        told.orElse(Optional.of("Twilio has not answered yet; what it did is not known"));
    failure.ifPresent(
        why -> {
          throw new Failed(400, why);
        });
  }

  /// Empty: not told yet. Inside: empty when it was taken, else why it was not.
  private static Optional<Optional<String>> outcome(EventEnvelope recorded, long instruction) {
    return switch ((SessionEvent) recorded.event()) {
      case SessionEvent.InstructionAccepted accepted when accepted.instruction() == instruction ->
          Optional.of(Optional.empty());
      case SessionEvent.InstructionFailed failed when failed.instruction() == instruction ->
          Optional.of(Optional.of("Twilio did not take it: " + failed.why()));
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

  /// The payment, when it is this agent's and on this call: what is another's is not there.
  private Payment mine(AgentId agent, String call, String payment) {
    final PaymentSid sid = paymentSid(payment);
    return sessions
        .find(sid)
        .filter(session -> session.agent().equals(agent))
        .filter(session -> session.request().call().equals(callSid(call)))
        .map(session -> new Payment(session, sid))
        .orElseThrow(() -> new Failed(404, "there is no such payment on this call"));
  }

  private PayRequest request(Wanted wanted) {
    try {
      final Currency currency = Money.currency(wanted.currency());
      return new PayRequest(
          new CallSid("CA" + "0".repeat(32)),
          wanted.amount().map(text -> Money.of(text, currency.getCurrencyCode())),
          Optional.empty(),
          currency,
          "",
          "",
          wanted.connector(),
          wanted.tokenType(),
          PaymentMethod.CREDIT_CARD,
          Optional.empty(),
          wanted.order(),
          List.of(),
          0,
          inputTimeoutSeconds,
          Map.of(),
          Advance.CLIENT,
          Optional.of(wanted.mirror()));
    } catch (IllegalArgumentException e) {
      throw new Failed(400, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<PaySession> isOpen(Optional<PaySession> session) {
    return session.filter(s -> s.state() != SessionState.OPENING);
  }

  private Failed notOpened(PaySession started, Origin origin) {
    final PaySession now = sessions.find(started.id()).orElse(started);
    if (now.state().isFinal()) {
      return new Failed(400, now.outcome().text().orElse("Twilio did not open a payment"));
    }
    try {
      sessions.ask(now.id(), new Input.Cancel(), Optional.empty(), origin);
    } catch (RefusedException ended) {
      // Nothing is left to be cancelled.
    }
    return new Failed(400, "Twilio has not opened a payment in time; it is cancelled");
  }

  private static Predicate<EventEnvelope> of(PaySession session) {
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
      throw new Failed(400, String.valueOf(e.getMessage()));
    }
  }

  /// What is done.
  private interface Doing<T> {
    T now();
  }

  private static <T> T refusing(Doing<T> doing) {
    try {
      return doing.now();
    } catch (RefusedException e) {
      throw new Failed(400, String.valueOf(e.getMessage()));
    }
  }
}
