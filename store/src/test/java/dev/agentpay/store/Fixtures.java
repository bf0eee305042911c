package dev.agentpay.store;

import dev.agentpay.calls.Agent;
import dev.agentpay.calls.AgentEvent;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.Append;
import dev.agentpay.events.Event;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Schema;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.Task;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.SessionDeadline;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionEvent.SessionStarted;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Currencies;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.payments.values.TokenType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Appends that create and change sessions, calls and agents, for the store's tests.
public final class Fixtures {
  public static final Schema SCHEMA = Schema.of(PaymentSchema.SCHEMA, CallSchema.SCHEMA);
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");
  public static final AgentId ALICE = new AgentId("alice");
  static final AgentId BOB = new AgentId("bob");
  static final Origin ORIGIN =
      new Origin(new Actor(Actor.Role.AGENT, "alice"), "203.0.113.7", "POST /api/pay-sessions");

  private Fixtures() {}

  public static SessionId session(int number) {
    return new SessionId("ps_%026d".formatted(number));
  }

  public static CallSid call(int number) {
    return new CallSid("CA%032x".formatted(number));
  }

  public static PaymentSid payment(int number) {
    return new PaymentSid("PK%032x".formatted(number));
  }

  static PayRequest request(CallSid call, String reference) {
    return new PayRequest(
        call,
        Optional.of(Money.of("42.50", "USD")),
        Optional.empty(),
        Currencies.of("USD"),
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
        Optional.empty(),
        List.of());
  }

  /// Starts session `number` on the call of the same number, for Alice, at noon.
  public static Append started(int number) {
    return started(number, number, ALICE);
  }

  public static Append started(int number, int call, AgentId owner) {
    return started(number, call, owner, "ref-" + number, NOON);
  }

  static Append started(int number, int call, AgentId owner, String reference, Instant at) {
    final SessionId id = session(number);
    final EventEnvelope first =
        new EventEnvelope(
            id.stream(),
            1,
            at,
            ORIGIN,
            Optional.of(owner),
            new SessionStarted(id, owner, request(call(call), reference)));
    return Append.of(0, List.of(first), PaySession.begin(first));
  }

  /// The next events of a session.
  public static Append next(Aggregate now, SessionEvent... events) {
    PaySession after = (PaySession) now;
    final List<EventEnvelope> recorded = new ArrayList<>();
    for (SessionEvent event : events) {
      recorded.add(record(after, after.stateSince().plusNanos(1_001), event));
      after = after.evolve(recorded.getLast());
    }
    return Append.of(now.version(), recorded, after);
  }

  /// An event that a session may have at any time.
  public static SessionEvent remark(String text) {
    return new SessionEvent.AlarmRaised(text);
  }

  public static Append arrived(int call, Instant at) {
    final EventEnvelope first =
        new EventEnvelope(
            stream(call(call)),
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
    return Append.of(0, List.of(first), Call.begin(first));
  }

  public static StreamId stream(CallSid call) {
    return CallSchema.CALL.stream(call.value());
  }

  static Append next(Call now, CallEvent event) {
    final EventEnvelope recorded = record(now, now.startedAt(), event);
    return Append.of(now.version(), List.of(recorded), now.evolve(recorded));
  }

  static Append next(Agent now, Instant at, AgentEvent event) {
    final EventEnvelope recorded = record(now, at, event);
    return Append.of(now.version(), List.of(recorded), now.evolve(recorded));
  }

  private static EventEnvelope record(Aggregate now, Instant at, Event event) {
    return new EventEnvelope(now.stream(), now.version() + 1, at, ORIGIN, now.owner(), event);
  }

  /// The state after the events of an append to one stream.
  public static Aggregate after(Append append) {
    return append.streams().getFirst().after();
  }

  /// Combines appends into one.
  public static Append combined(Append... parts) {
    Append all = parts[0];
    for (int i = 1; i < parts.length; i++) {
      all =
          new Append(
              joined(all.streams(), parts[i].streams()),
              all.unchanged(),
              all.free(),
              joined(all.put(), parts[i].put()),
              Set.copyOf(joined(List.copyOf(all.remove()), List.copyOf(parts[i].remove()))),
              all.request());
    }
    return all;
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }

  public static Append with(Append append, Task... tasks) {
    return new Append(
        append.streams(),
        append.unchanged(),
        append.free(),
        List.of(tasks),
        append.remove(),
        append.request());
  }

  public static Append without(Append append, Task.Id... tasks) {
    return new Append(
        append.streams(),
        append.unchanged(),
        append.free(),
        append.put(),
        Set.of(tasks),
        append.request());
  }

  public static Append withKey(Append append, String owner, String key) {
    return new Append(
        append.streams(),
        append.unchanged(),
        append.free(),
        append.put(),
        append.remove(),
        Optional.of(
            new Append.RequestKey(
                owner, key, "fingerprint of " + key, append.streams().getFirst().stream())));
  }

  /// Makes the append fail if the stream no longer has this version.
  public static Append ifUnchanged(Append append, StreamId stream, long version) {
    return new Append(
        append.streams(),
        Map.of(stream, version),
        append.free(),
        append.put(),
        append.remove(),
        append.request());
  }

  /// Makes the append fail if any stream holds this name.
  public static Append ifFree(Append append, Append.Hold hold) {
    return new Append(
        append.streams(),
        append.unchanged(),
        Set.of(hold),
        append.put(),
        append.remove(),
        append.request());
  }

  /// The name that the session on this call holds.
  public static Append.Hold holdOf(int call) {
    return new Append.Hold(SessionId.KIND, call(call).value());
  }

  /// The queue of a session's tasks.
  public static String queue(SessionId session) {
    return session.stream().toString();
  }

  public static Task deadline(SessionId session, Instant due) {
    return Task.deadline(queue(session), new SessionDeadline(), due);
  }
}
