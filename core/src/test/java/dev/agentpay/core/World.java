package dev.agentpay.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/// A contact centre on virtual time: two nodes that share a store, agents who click, customers who
/// type, and a Twilio that misbehaves. Replays exactly from its seed.
final class World {
  private static final Origin AGENT =
      new Origin(new Actor(Actor.Role.AGENT, "alice"), "198.51.100.1", "click");
  private static final Origin TWILIO = new Origin(Actor.TWILIO, "203.0.113.7", "callback");
  private static final int CALLS = 3;
  private static final int NODES = 2;

  private final Random random;
  private final VirtualTime time = new VirtualTime();
  private final Instant shiftEnds = time.now().plus(Duration.ofMinutes(5));
  private final VirtualTime.Node world = time.new Node();
  private final MemoryStore store = new MemoryStore();
  private final MemorySpool spool = new MemorySpool();
  private final List<Server> nodes = new ArrayList<>();
  private int processes;
  private final TwilioModel twilio;
  private final Map<CallSid, SessionId> newest = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  World(long seed, double badness) {
    random = new Random(seed);
    twilio = new TwilioModel(random, world, badness, this::deliver);
    for (int i = 0; i < NODES; i++) {
      nodes.add(new Server());
    }
    heal();
    if (badness > 0) {
      world.at(time.now().plusMillis(random.nextInt(60_000)), this::losesTheStore);
    }
    for (int i = 0; i < CALLS; i++) {
      final CallSid sid = new CallSid("CA%032x".formatted(i + 1));
      arrive(sid);
      world.at(time.now().plusMillis(random.nextInt(3_000)), () -> agentLooksAt(sid));
      if (random.nextInt(3) == 0) {
        world.at(time.now().plusMillis(random.nextInt(40_000)), () -> hangUp(sid));
      }
    }
  }

  World live() {
    time.runUntil(shiftEnds.plus(Duration.ofMinutes(30)));
    return this;
  }

  List<PaySession> sessions() {
    return store.sessions(
        new EventStore.SessionQuery(
            Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), 500));
  }

  List<Recorded> log() {
    return store.log();
  }

  TwilioModel twilio() {
    return twilio;
  }

  /// What went wrong on the way, if anything.
  List<String> broken() {
    return broken;
  }

  private void arrive(CallSid sid) {
    final StreamId stream = StreamId.of(sid);
    final Recorded first =
        new Recorded(
            stream,
            1,
            time.now(),
            TWILIO,
            Optional.empty(),
            new CallEvent.CallArrived(
                sid,
                "+15550001",
                "+15550100",
                CallRoute.SOFTPHONE,
                Optional.empty(),
                Optional.empty()));
    final Call call = Call.begin(first);
    final Recorded second =
        new Recorded(
            stream,
            2,
            time.now(),
            AGENT,
            Optional.of(Story.ALICE),
            new CallEvent.AgentAnswered(Story.ALICE, sid));
    store.append(
        new EventStore.Append(
            stream,
            0,
            List.of(first, second),
            call.after(second),
            List.of(),
            Set.of(),
            Optional.empty()));
  }

  private void hangUp(CallSid call) {
    twilio.hangUp(call);
    try {
      on(node -> node.callOver(call, "completed", TWILIO));
    } catch (StoreUnavailableException away) {
      // the webhook is answered 503; what the payment needs comes by its own callback or deadline
    }
  }

  private void deliver(PaymentStatus status) {
    on(
        node -> {
          if (!node.arrived(status, TWILIO)) {
            broken.add("nobody knew " + status.payment());
          }
        });
  }

  /// The agent clicks something that makes sense, or now and then something that does not.
  private void agentLooksAt(CallSid call) {
    try {
      final Optional<PaySession> session =
          Optional.ofNullable(newest.get(call)).flatMap(this::find);
      if (session.isEmpty() || (session.get().state().isFinal() && random.nextInt(6) == 0)) {
        start(call, false);
      } else if (random.nextInt(40) == 0) {
        start(call, random.nextBoolean());
      } else {
        final SessionId id = session.get().id();
        click(session.get())
            .ifPresent(input -> on(node -> node.ask(id, input, Optional.empty(), AGENT)));
      }
    } catch (RefusedException | StoreUnavailableException refused) {
      // what an agent may not do changes nothing; the checks afterwards see to that
    }
    if (time.now().isBefore(shiftEnds)) {
      world.at(time.now().plusMillis(500 + random.nextInt(2_500)), () -> agentLooksAt(call));
    }
  }

  private void start(CallSid call, boolean confirmed) {
    final boolean doubt =
        sessions().stream()
            .anyMatch(s -> s.request().call().equals(call) && s.state().mayHaveCharged());
    on(
        node -> {
          final PayRequest request =
              Story.request(Optional.of(Money.of("42.50", "USD")), Advance.SERVER);
          final PaySession started =
              node.start(Story.ALICE, onCall(request, call), confirmed, Optional.empty(), AGENT);
          newest.put(call, started.id());
          if (doubt && !confirmed) {
            broken.add(started.id() + " started in spite of doubt");
          }
        });
  }

  private static PayRequest onCall(PayRequest r, CallSid call) {
    return new PayRequest(
        call,
        r.amount(),
        r.tip(),
        r.currency(),
        r.description(),
        r.reference(),
        r.connector(),
        r.tokenType(),
        r.method(),
        r.bankAccountType(),
        r.captureOrder(),
        r.validCardTypes(),
        r.minPostalCodeLength(),
        r.inputTimeoutSeconds(),
        r.parameters(),
        r.advance(),
        Optional.empty());
  }

  private Optional<Input> click(PaySession session) {
    final int whim = random.nextInt(30);
    if (whim == 0) {
      return Optional.of(new Input.Cancel());
    }
    if (whim == 1) {
      return Optional.of(new Input.AskFor(Story.CARD, true));
    }
    return switch (session.state()) {
      case READY -> Optional.of(new Input.Submit());
      case IDLE -> session.nextField().map(f -> new Input.AskFor(f, false));
      default -> Optional.empty();
    };
  }

  private Optional<PaySession> find(SessionId id) {
    return store.load(id.stream()).map(PaySession.class::cast);
  }

  /// Any node that lives does it.
  private void on(Consumer<PaySessions> work) {
    work.accept(nodes.get(random.nextInt(nodes.size())).service);
  }

  /// The store is away for some seconds, again and again while agents work.
  private void losesTheStore() {
    store.unavailable(true);
    world.at(time.now().plusMillis(random.nextInt(10_000)), () -> store.unavailable(false));
    if (time.now().isBefore(shiftEnds)) {
      world.at(time.now().plusMillis(20_000 + random.nextInt(90_000)), this::losesTheStore);
    }
  }

  /// Starts a new process where one has died, again and again.
  private void heal() {
    nodes.replaceAll(process -> process.node.isAlive() ? process : new Server());
    world.at(time.now().plusMillis(1_000), this::heal);
  }

  /// One process of ours.
  private final class Server {
    private final VirtualTime.Node node = time.new Node();
    private final PaySessions service =
        new PaySessions(
            store,
            store,
            store,
            spool,
            twilio.asSeenBy(node),
            twilio.ledger(),
            new Deciding(Deadlines.PRODUCTION),
            new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), random),
            node,
            new Ids(random),
            "node-" + ++processes);

    private Server() {
      service.sweep(Duration.ofSeconds(1));
    }
  }
}
