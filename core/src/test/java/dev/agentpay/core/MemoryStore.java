package dev.agentpay.core;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// Log, outbox and feed in memory, for tests: the same contract as the durable stores (their
/// contract tests run on it too), on the caller's thread, without threads or clocks of its own.
/// Everything is told when a method returns, so that a world on virtual time replays exactly.
public final class MemoryStore implements EventStore, Outbox, Feed {
  private final Map<StreamId, Aggregate> newest = new HashMap<>();
  private final Map<List<String>, RequestKey> requests = new HashMap<>();
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final MemoryFeed feed = new MemoryFeed();
  private boolean unavailable;
  private int appendsToLive = Integer.MAX_VALUE;
  private Optional<Meanwhile> meanwhile = Optional.empty();

  /// What somebody else does just before an append to this stream.
  private record Meanwhile(StreamId stream, Runnable action) {}

  /// Pay sessions on this store, with nobody at Twilio's end and no ledger.
  public PaySessions sessionsWithoutTwilio(Scheduler scheduler) {
    return new PaySessions(
        this,
        this,
        this,
        CallbackSpool.NONE,
        (_, _) -> new Answer.NoAnswer("nobody is there"),
        (_, _) -> new Answer.NoLedger(),
        new Deciding(Deadlines.PRODUCTION),
        new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), new Random(1)),
        scheduler,
        new Ids(new Random(1)),
        "node");
  }

  /// A switch: while on, every call fails as on a store that cannot be reached, and changes
  /// nothing.
  public synchronized void unavailable(boolean now) {
    unavailable = now;
  }

  /// A switch: becomes unavailable after so many more appends, as for a node that dies then.
  public synchronized void dieAfter(int appends) {
    appendsToLive = appends;
  }

  /// Available again, for as long as nobody says otherwise.
  public synchronized void isBack() {
    unavailable = false;
    appendsToLive = Integer.MAX_VALUE;
  }

  /// A switch: somebody else is quicker than the next append to this stream.
  public synchronized void beforeAppendOf(StreamId stream, Runnable action) {
    meanwhile = Optional.of(new Meanwhile(stream, action));
  }

  /// Every event, oldest first.
  public List<Recorded> log() {
    return feed.log();
  }

  /// Every task that waits, by session and number.
  public List<Task> tasks() {
    return outbox.tasks();
  }

  @Override
  public synchronized AppendResult append(Append append) {
    final Optional<Meanwhile> first = meanwhile.filter(m -> m.stream.equals(append.stream()));
    if (first.isPresent()) {
      meanwhile = Optional.empty();
      first.get().action.run();
    }
    check();
    if (appendsToLive-- == 0) {
      unavailable = true;
      check();
    }
    valid(append);
    final Optional<RequestKey> seen = append.request().flatMap(r -> request(r.owner(), r.key()));
    if (seen.isPresent()) {
      return new AppendResult.RequestSeen(seen.get());
    }
    final Aggregate now = newest.get(append.stream());
    if ((now == null ? 0 : now.version()) != append.expectedVersion()) {
      return new AppendResult.LostRace();
    }
    if (append.after() instanceof PaySession session && session.holdsCall()) {
      final Optional<SessionId> holder = holderOf(session.request().call());
      if (holder.isPresent() && !holder.get().equals(session.id())) {
        return new AppendResult.CallHeld(holder.get());
      }
    }
    newest.put(append.stream(), append.after());
    append.request().ifPresent(r -> requests.put(List.of(r.owner(), r.key()), r));
    append.remove().forEach(n -> outbox.remove(new SessionId(append.stream().key()), n));
    append.put().forEach(outbox::put);
    feed.add(append.events());
    return new AppendResult.Appended();
  }

  private static void valid(Append append) {
    long number = append.expectedVersion();
    for (Recorded recorded : append.events()) {
      if (recorded.number() != ++number || !recorded.stream().equals(append.stream())) {
        throw new IllegalArgumentException(
            "event %d of %s is not the next of %s"
                .formatted(recorded.number(), recorded.stream(), append.stream()));
      }
    }
    if (append.after().version() != number || !append.after().stream().equals(append.stream())) {
      throw new IllegalArgumentException(
          "the events lead to %s, version %d, not to %s, version %d"
              .formatted(
                  append.stream(), number, append.after().stream(), append.after().version()));
    }
    if (number == 0) {
      throw new IllegalArgumentException(append.stream() + " begins with an event");
    }
  }

  private void check() {
    if (unavailable) {
      throw new StoreUnavailableException(
          "the test made the store unavailable", new IOException("switched off"));
    }
  }

  @Override
  public synchronized Optional<Aggregate> load(StreamId stream) {
    check();
    return Optional.ofNullable(newest.get(stream));
  }

  @Override
  public synchronized List<Recorded> events(StreamId stream, long after) {
    check();
    return feed.log().stream()
        .filter(r -> r.stream().equals(stream) && r.number() > after)
        .limit(MAX_ROWS)
        .toList();
  }

  @Override
  public synchronized Optional<SessionId> sessionOf(PaymentSid payment) {
    check();
    return all(PaySession.class)
        .filter(s -> s.payment().equals(Optional.of(payment)))
        .map(PaySession::id)
        .findFirst();
  }

  @Override
  public synchronized Optional<SessionId> holderOf(CallSid call) {
    check();
    return all(PaySession.class)
        .filter(s -> s.holdsCall() && s.request().call().equals(call))
        .map(PaySession::id)
        .findFirst();
  }

  @Override
  public synchronized List<PaySession> sessions(SessionQuery query) {
    check();
    return all(PaySession.class)
        .filter(s -> query.owner().map(s.agent()::equals).orElse(true))
        .filter(s -> query.reference().map(s.request().reference()::equals).orElse(true))
        .filter(s -> query.startedFrom().map(from -> !s.startedAt().isBefore(from)).orElse(true))
        .filter(s -> query.states().isEmpty() || query.states().contains(s.state()))
        .filter(s -> query.call().map(s.request().call()::equals).orElse(true))
        .sorted(Comparator.comparing(PaySession::startedAt).reversed())
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized List<Call> liveCalls(Optional<AgentId> owner) {
    check();
    return all(Call.class)
        .filter(Call::isLive)
        .filter(c -> owner.isEmpty() || owner.equals(c.owner()))
        .sorted(Comparator.comparing(Call::startedAt).reversed())
        .limit(MAX_ROWS)
        .toList();
  }

  @Override
  public synchronized List<Call> unmatchedCalls() {
    return liveCalls(Optional.empty()).stream().filter(c -> c.owner().isEmpty()).toList();
  }

  @Override
  public synchronized List<Call> longestCalls() {
    return liveCalls(Optional.empty()).reversed();
  }

  @Override
  public synchronized List<Call> waitingCalls() {
    return longestCalls().stream().filter(Call::waits).toList();
  }

  @Override
  public synchronized List<Agent> readyAgents() {
    check();
    return all(Agent.class)
        .filter(Agent::isReady)
        .sorted(Comparator.comparing(Agent::since))
        .limit(MAX_ROWS)
        .toList();
  }

  @Override
  public synchronized List<Agent> busyAgents() {
    check();
    return all(Agent.class)
        .filter(a -> a.call().isPresent())
        .sorted(Comparator.comparing(Agent::since))
        .limit(MAX_ROWS)
        .toList();
  }

  /// All states of one kind, by key: the order of a hash table must not decide anything.
  private <A extends Aggregate> Stream<A> all(Class<A> kind) {
    return newest.values().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .sorted(Comparator.comparing(a -> a.stream().key()));
  }

  @Override
  public synchronized Optional<RequestKey> request(String owner, String key) {
    check();
    return Optional.ofNullable(requests.get(List.of(owner, key)));
  }

  @Override
  public synchronized Optional<Task> leaseNext(
      SessionId session, String node, Instant now, Instant until) {
    check();
    return outbox.leaseNext(session, node, now, until);
  }

  @Override
  public synchronized List<Task> leaseDue(String node, Instant now, Instant until) {
    check();
    return outbox.leaseDue(node, now, until);
  }

  @Override
  public synchronized void putOff(Task task, Instant dueAt) {
    check();
    outbox.putOff(task, dueAt);
  }

  @Override
  public synchronized void remove(SessionId session, long number) {
    check();
    outbox.remove(session, number);
  }

  @Override
  public synchronized Optional<Instant> nextDue() {
    check();
    return outbox.nextDue();
  }

  @Override
  public synchronized Subscription subscribe(
      Optional<AgentId> audience, Optional<String> after, Reader reader) {
    check();
    return feed.subscribe(audience, after, reader);
  }

  @Override
  public synchronized String position() {
    return feed.position();
  }

  @Override
  public synchronized void tell(News news) {
    feed.tell(news);
  }
}
