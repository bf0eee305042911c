package dev.agentpay.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Changes calls, agents and UUIs: decides on the newest state, appends, and when somebody else was
/// quicker decides again. What it gives back is durable.
final class Changes {
  /// More nodes than ever write to one stream at a time lose a race each.
  private static final int MAX_RACES = 50;

  private final EventStore store;
  private final Scheduler scheduler;

  Changes(EventStore store, Scheduler scheduler) {
    this.store = store;
    this.scheduler = scheduler;
  }

  /// What the present state leads to; nothing: it stays as it is. Pure, as it may be asked again.
  interface Step<T> {
    /// @throws RefusedException when what was asked for cannot be; nothing changes then
    List<? extends Event> decide(T now);
  }

  Optional<Call> call(CallSid sid) {
    return store.load(StreamId.of(sid)).map(Call.class::cast);
  }

  Agent agent(AgentId id) {
    return store.load(id.stream()).map(Agent.class::cast).orElse(Agent.unknown(id));
  }

  SyncLease sync(String service) {
    return store
        .load(SyncLease.stream(service))
        .map(SyncLease.class::cast)
        .orElse(SyncLease.unknown(service));
  }

  UuiEntry uui(Uui uui) {
    return store.load(uui.stream()).map(UuiEntry.class::cast).orElse(UuiEntry.unknown(uui));
  }

  /// @throws RefusedException `UNKNOWN_CALL` when there is no such call
  Call change(CallSid sid, Origin origin, Step<Call> step) {
    return change(
        sid,
        () -> {
          final Writing<Call> writing =
              new Writing<>(call(sid).orElseThrow(Changes::unknownCall), origin);
          step.decide(writing.now).forEach(event -> write(writing, event));
          return writing;
        });
  }

  /// Begins the call first, if it has not begun.
  Call begin(CallEvent.CallArrived arrived, Origin origin, Step<Call> step) {
    return change(
        arrived.call(),
        () -> {
          final Writing<Call> writing =
              call(arrived.call())
                  .map(known -> new Writing<>(known, origin))
                  .orElseGet(() -> begun(arrived, origin));
          step.decide(writing.now).forEach(event -> write(writing, event));
          return writing;
        });
  }

  Agent change(AgentId id, Origin origin, Step<Agent> step) {
    return change(
        id,
        () -> {
          final Writing<Agent> writing = new Writing<>(agent(id), origin);
          for (Event event : step.decide(writing.now)) {
            final Recorded recorded = writing.next(event, Optional.of(id), scheduler);
            writing.wrote(recorded, writing.now.after(recorded));
          }
          return writing;
        });
  }

  UuiEntry change(Uui uui, Origin origin, Step<UuiEntry> step) {
    return change(
        uui,
        () -> {
          final Writing<UuiEntry> writing = new Writing<>(uui(uui), origin);
          for (Event event : step.decide(writing.now)) {
            final Recorded bare = writing.next(event, writing.now.owner(), scheduler);
            final UuiEntry after = writing.now.after(bare);
            final Optional<AgentId> audience = after.owner().or(writing.now::owner);
            writing.wrote(writing.next(event, audience, scheduler), after);
          }
          return writing;
        });
  }

  SyncLease change(String service, Origin origin, Step<SyncLease> step) {
    return change(
        service,
        () -> {
          final Writing<SyncLease> writing = new Writing<>(sync(service), origin);
          for (Event event : step.decide(writing.now)) {
            final Recorded recorded = writing.next(event, Optional.empty(), scheduler);
            writing.wrote(recorded, writing.now.after(recorded));
          }
          return writing;
        });
  }

  private Writing<Call> begun(CallEvent.CallArrived arrived, Origin origin) {
    final Recorded first =
        new Recorded(
            StreamId.of(arrived.call()), 1, scheduler.now(), origin, Optional.empty(), arrived);
    final Writing<Call> writing = new Writing<>(Call.begin(first), origin);
    writing.expected = 0;
    writing.events.add(first);
    return writing;
  }

  /// Whoever could see the call before or can see it now sees the event that changes that.
  private void write(Writing<Call> writing, Event event) {
    final Call before = writing.now;
    final Call after = before.after(writing.next(event, before.owner(), scheduler));
    final Optional<AgentId> audience = after.owner().or(before::owner);
    writing.wrote(writing.next(event, audience, scheduler), after);
  }

  /// One attempt: reads, decides.
  private interface Attempt<A extends Aggregate> {
    Writing<A> decide();
  }

  private <A extends Aggregate> A change(Object what, Attempt<A> attempt) {
    for (int race = 0; race < MAX_RACES; race++) {
      final Writing<A> writing = attempt.decide();
      if (writing.events.isEmpty() || append(writing)) {
        return writing.now;
      }
    }
    throw new StoreUnavailableException("too many writers on " + what, new IllegalStateException());
  }

  private boolean append(Writing<?> writing) {
    final EventStore.AppendResult result =
        store.append(
            new EventStore.Append(
                writing.now.stream(),
                writing.expected,
                writing.events,
                writing.now,
                List.of(),
                Set.of(),
                Optional.empty()));
    return result instanceof EventStore.AppendResult.Appended;
  }

  private static RefusedException unknownCall() {
    return new RefusedException(Refusal.UNKNOWN_CALL, "there is no such call");
  }

  /// Events in the making, and what they lead to so far.
  private static final class Writing<A extends Aggregate> {
    private final Origin origin;
    private final List<Recorded> events = new ArrayList<>();
    private long expected;
    private A now;

    Writing(A known, Origin origin) {
      this.now = known;
      this.origin = origin;
      this.expected = known.version();
    }

    Recorded next(Event event, Optional<AgentId> audience, Scheduler scheduler) {
      return new Recorded(
          now.stream(), now.version() + 1, scheduler.now(), origin, audience, event);
    }

    void wrote(Recorded recorded, A after) {
      events.add(recorded);
      now = after;
    }
  }
}
