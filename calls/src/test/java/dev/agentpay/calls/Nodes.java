package dev.agentpay.calls;

import dev.agentpay.calls.ports.CallEnds;
import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.MemorySpool;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.OutboxWorker;
import dev.agentpay.events.Projection;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.events.Task;
import dev.agentpay.events.VirtualTime;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.Retries;
import dev.agentpay.payments.TwilioGateway;
import dev.agentpay.payments.TwilioModel;
import dev.agentpay.payments.proof.Connectors;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.payments.session.PaySessionDecider;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Our processes behind a load balancer. Where one has died, another begins after a second, on the
/// same disk.
final class Nodes {
  private static final int COUNT = 2;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /// How far others may get while a process waits for the store.
  private static final Duration SLOW = Duration.ofMillis(800);

  /// How deep one may get in between another.
  private static final int DEPTH = 1;

  private final Stage stage;
  private final MemoryStore store;
  private final Invariants invariants;
  private final CallModel model;
  private final TwilioModel payments;
  private final List<MemorySpool> disks = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();

  /// The processes that are in the middle of something.
  private final List<VirtualTime.Node> working = new ArrayList<>();

  private int begun;

  Nodes(
      Stage stage,
      MemoryStore store,
      Invariants invariants,
      CallModel model,
      TwilioModel payments) {
    this.stage = stage;
    this.store = store;
    this.invariants = invariants;
    this.model = model;
    this.payments = payments;
    for (int i = 0; i < COUNT; i++) {
      disks.add(new MemorySpool());
      servers.add(new Server(disks.get(i)));
    }
    stage.every(Duration.ofSeconds(1), this::heal);
  }

  private void heal() {
    for (int i = 0; i < COUNT; i++) {
      if (!servers.get(i).node.isAlive() && !working.contains(servers.get(i).node)) {
        servers.set(i, new Server(disks.get(i)));
      }
    }
  }

  /// Any of them does it.
  ///
  /// @return empty when it was not answered: the process is dead or dies, or the store is away
  /// @throws RefusedException as the process does
  <R> Optional<R> on(Function<Server, R> request) {
    final List<Server> idle = servers.stream().filter(s -> !working.contains(s.node)).toList();
    if (idle.isEmpty()) {
      return Optional.empty();
    }
    final Server server = stage.oneOf(idle);
    if (!server.node.isAlive()) {
      return Optional.empty();
    }
    working.add(server.node);
    try {
      return Optional.of(request.apply(server));
    } catch (VirtualTime.Node.Died died) {
      return Optional.empty();
    } catch (StoreUnavailableException away) {
      invariants.hold(
          !away.getMessage().startsWith("too many writers"), "decides without end", away);
      return Optional.empty();
    } catch (RefusedException refused) {
      throw refused;
    } catch (RuntimeException e) {
      invariants.broken("a process throws " + e.getClass().getSimpleName(), e.toString());
      return Optional.empty();
    } finally {
      working.remove(server.node);
    }
  }

  /// One process of ours.
  final class Server implements ProcessStore.Fate {
    final VirtualTime.Node node = stage.time().new Node();
    final String name = "node-" + ++begun;
    final PaySessions sessions;
    final Calls calls;
    final Claims claims;

    private Server(MemorySpool disk) {
      final ProcessStore seen =
          new ProcessStore(store, this, append -> invariants.appended(append, name));
      final Kernel kernel = Kernel.of(seen, store, seen, node, name);
      final Inbox inbox = new Inbox(kernel, disk);
      sessions =
          new PaySessions(
              kernel,
              new PaySessions.Ports(
                  slow(payments.asSeenBy(node)),
                  payments.ledger(),
                  new CallAccess(seen),
                  inbox,
                  Projection.NONE),
              new PaySessionDecider(
                  Deadlines.PRODUCTION, new Connectors(Map.of("sandbox", payments.ways().kind()))),
              new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), stage.random()),
              new Ids(stage.random()));
      calls =
          new Calls(
              kernel,
              sessions,
              call -> {
                mayDie();
                final boolean isTold = model.recall(call);
                mayDie();
                return isTold;
              },
              new CallDecider(World.UUI_KEPT),
              Projection.NONE);
      claims =
          new Claims(
              calls,
              leg -> {
                final CustomerLegs.Answer answer = model.leg(leg);
                mayDie();
                return answer;
              });
      kernel.worker().sweep(SWEEP);
      inbox.drainSpool(SWEEP);
      final CallEnds ends =
          call -> {
            mayDie();
            return model.end(call);
          };
      new CallSweep(calls, ends, node, World.CALL_CHECK).begin();
      stage.trace().add(stage.time().now(), name, () -> "begins");
    }

    /// Now and then this process stands still until others take its task for abandoned.
    private TwilioGateway slow(TwilioGateway twilio) {
      return (envelope, instruction) -> {
        final Answer answer = twilio.send(envelope, instruction);
        if (working.size() <= DEPTH && stage.fails(0.04)) {
          invariants.disturbed();
          final Instant end = stage.time().now().plus(OutboxWorker.LEASE).plus(SWEEP);
          standsStill(() -> stage.time().interleaveAll(n -> !working.contains(n), end));
          invariants.disturbed();
        }
        return answer;
      };
    }

    /// What fails while the store comes and goes is tried again; nothing else may fail.
    @Override
    public void failed(Task task) {
      final Instant longAgo = stage.time().now().minus(SLOW.multipliedBy(2));
      invariants.hold(
          invariants.lastDisturbed().isAfter(longAgo), "a task throws", task.toString());
    }

    @Override
    public void mayDie() {
      if (stage.fails(0.004)) {
        stage.trace().add(stage.time().now(), name, () -> "dies");
        invariants.disturbed();
        throw node.dies();
      }
    }

    @Override
    public void mayBeOvertaken() {
      if (working.size() <= DEPTH && stage.fails(0.1)) {
        final Instant end = stage.time().now().plus(SLOW);
        standsStill(() -> stage.time().interleave(n -> !working.contains(n), end));
      }
    }

    /// Others go on meanwhile.
    private void standsStill(Runnable meanwhile) {
      final boolean isNew = !working.contains(node);
      if (isNew) {
        working.add(node);
      }
      invariants.overtaken();
      stage.trace().add(stage.time().now(), name, () -> "is overtaken ...");
      try {
        meanwhile.run();
      } finally {
        stage.trace().add(stage.time().now(), name, () -> "... and goes on");
        if (isNew) {
          working.remove(node);
        }
      }
    }
  }
}
