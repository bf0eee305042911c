package dev.agentpay.store;

import dev.agentpay.core.Actor;
import dev.agentpay.core.Advance;
import dev.agentpay.core.Agent;
import dev.agentpay.core.AgentEvent;
import dev.agentpay.core.AgentId;
import dev.agentpay.core.Aggregate;
import dev.agentpay.core.Call;
import dev.agentpay.core.CallEvent;
import dev.agentpay.core.CallRoute;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.CaptureField;
import dev.agentpay.core.Event;
import dev.agentpay.core.EventStore.Append;
import dev.agentpay.core.EventStore.RequestKey;
import dev.agentpay.core.Money;
import dev.agentpay.core.Origin;
import dev.agentpay.core.PayRequest;
import dev.agentpay.core.PaySession;
import dev.agentpay.core.PaymentMethod;
import dev.agentpay.core.PaymentSid;
import dev.agentpay.core.Recorded;
import dev.agentpay.core.SessionEvent;
import dev.agentpay.core.SessionEvent.SessionStarted;
import dev.agentpay.core.SessionId;
import dev.agentpay.core.Task;
import dev.agentpay.core.TokenType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the store's tests begin with: sessions, calls and agents as they come into being.
final class Given {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");
  static final AgentId ALICE = new AgentId("alice");
  static final AgentId BOB = new AgentId("bob");
  static final Origin ORIGIN =
      new Origin(new Actor(Actor.Role.AGENT, "alice"), "203.0.113.7", "POST /api/pay-sessions");

  private Given() {}

  static SessionId session(int number) {
    return new SessionId("ps_%026d".formatted(number));
  }

  static CallSid call(int number) {
    return new CallSid("CA%032x".formatted(number));
  }

  static PaymentSid payment(int number) {
    return new PaymentSid("PK%032x".formatted(number));
  }

  static PayRequest request(CallSid call, String reference) {
    return new PayRequest(
        call,
        Optional.of(Money.of("42.50", "USD")),
        Optional.empty(),
        Money.currency("USD"),
        "Order 1001",
        reference,
        "sandbox",
        TokenType.REUSABLE,
        PaymentMethod.CREDIT_CARD,
        Optional.empty(),
        List.of(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.EXPIRATION_DATE),
        List.of(),
        0,
        PayRequest.DEFAULT_INPUT_TIMEOUT_SECONDS,
        Map.of(),
        Advance.SERVER,
        Optional.empty());
  }

  /// Starts session `number` on the call of the same number, for Alice, at noon.
  static Append started(int number) {
    return started(number, number, ALICE);
  }

  static Append started(int number, int call, AgentId owner) {
    return started(number, call, owner, "ref-" + number, NOON);
  }

  static Append started(int number, int call, AgentId owner, String reference, Instant at) {
    final SessionId id = session(number);
    final Recorded first =
        new Recorded(
            id.stream(),
            1,
            at,
            ORIGIN,
            Optional.of(owner),
            new SessionStarted(id, owner, request(call(call), reference)));
    return plain(0, List.of(first), PaySession.begin(first));
  }

  /// The next events of a session.
  static Append next(Aggregate now, SessionEvent... events) {
    PaySession after = (PaySession) now;
    final List<Recorded> recorded = new ArrayList<>();
    for (SessionEvent event : events) {
      recorded.add(record(after, after.stateSince().plusNanos(1_001), event));
      after = after.after(recorded.getLast());
    }
    return plain(now.version(), recorded, after);
  }

  /// An event that a session may have at any time.
  static SessionEvent remark(String text) {
    return new SessionEvent.AlarmRaised(text);
  }

  static Append arrived(int call, Instant at) {
    final Recorded first =
        new Recorded(
            dev.agentpay.core.StreamId.of(call(call)),
            1,
            at,
            ORIGIN,
            Optional.empty(),
            new CallEvent.CallArrived(
                call(call),
                "+15005550001",
                "+15005550006",
                CallRoute.SOFTPHONE,
                Optional.empty(),
                Optional.empty()));
    return plain(0, List.of(first), Call.begin(first));
  }

  static Append next(Call now, CallEvent event) {
    final Recorded recorded = record(now, now.startedAt(), event);
    return plain(now.version(), List.of(recorded), now.after(recorded));
  }

  static Append next(Agent now, Instant at, AgentEvent event) {
    final Recorded recorded = record(now, at, event);
    return plain(now.version(), List.of(recorded), now.after(recorded));
  }

  private static Recorded record(Aggregate now, Instant at, Event event) {
    return new Recorded(now.stream(), now.version() + 1, at, ORIGIN, now.owner(), event);
  }

  private static Append plain(long version, List<Recorded> events, Aggregate after) {
    return new Append(
        after.stream(), version, events, after, List.of(), Set.of(), Optional.empty());
  }

  static Append with(Append append, Task... tasks) {
    return new Append(
        append.stream(),
        append.expectedVersion(),
        append.events(),
        append.after(),
        List.of(tasks),
        append.remove(),
        append.request());
  }

  static Append without(Append append, Long... tasks) {
    return new Append(
        append.stream(),
        append.expectedVersion(),
        append.events(),
        append.after(),
        append.put(),
        Set.of(tasks),
        append.request());
  }

  static Append askedBy(Append append, String owner, String key) {
    return new Append(
        append.stream(),
        append.expectedVersion(),
        append.events(),
        append.after(),
        append.put(),
        append.remove(),
        Optional.of(new RequestKey(owner, key, "fingerprint of " + key, append.stream())));
  }
}
