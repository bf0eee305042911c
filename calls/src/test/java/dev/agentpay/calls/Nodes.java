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

/// Our processes behind a load balancer. A process that has died is replaced within a second, on
/// the same disk.
final class Nodes {
  private static final int COUNT = 2;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /// How far virtual time may advance while a process waits for the store.
  private static final Duration SLOW = Duration.ofMillis(800);

  /// How many processes may be paused while others run.
  private static final int DEPTH = 1;

  private final Simulation simulation;
  private final MemoryStore store;
  private final Invariants invariants;
  private final CallModel model;
  private final TwilioModel payments;
  private final List<MemorySpool> disks = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();

  /// Processes that are in the middle of a request.
  private final List<VirtualTime.Node> working = new ArrayList<>();

  private int started;

  Nodes(
      Simulation simulation,
      MemoryStore store,
      Invariants invariants,
      CallModel model,
      TwilioModel payments) {
    this.simulation = simulation;
    this.store = store;
    this.invariants = invariants;
    this.model = model;
    this.payments = payments;
    for (int i = 0; i < COUNT; i++) {
      disks.add(new MemorySpool());
      servers.add(new Server(disks.get(i)));
    }
    simulation.every(Duration.ofSeconds(1), this::heal);
  }

  private void heal() {
    for (int i = 0; i < COUNT; i++) {
      if (!servers.get(i).node.isAlive() && !working.contains(servers.get(i).node)) {
        servers.set(i, new Server(disks.get(i)));
      }
    }
  }

  /// Sends a request to any process.
  ///
  /// @return empty if there was no answer: the process is dead or dies, or the store is unavailable
  /// @throws RefusedException if the process refuses the request
  <R> Optional<R> on(Function<Server, R> request) {
    final List<Server> idle = servers.stream().filter(s -> !working.contains(s.node)).toList();
    if (idle.isEmpty()) {
      return Optional.empty();
    }
    final Server server = simulation.oneOf(idle);
    if (!server.node.isAlive()) {
      return Optional.empty();
    }
    working.add(server.node);
    try {
      return Optional.of(request.apply(server));
    } catch (VirtualTime.Node.Died died) {
      return Optional.empty();
    } catch (StoreUnavailableException unavailable) {
      invariants.check(
          !unavailable.getMessage().startsWith("too many writers"),
          "a decision is retried forever",
          unavailable);
      return Optional.empty();
    } catch (RefusedException refused) {
      throw refused;
    } catch (RuntimeException e) {
      invariants.violation("a process throws " + e.getClass().getSimpleName(), e.toString());
      return Optional.empty();
    } finally {
      working.remove(server.node);
    }
  }

  /// One of our processes.
  final class Server implements ProcessStore.Faults {
    final VirtualTime.Node node = simulation.time().new Node();
    final String name = "node-" + ++started;
    final PaySessions sessions;
    final Calls calls;
    final Claims claims;

    private Server(MemorySpool disk) {
      final ProcessStore processStore =
          new ProcessStore(store, this, append -> invariants.appended(append, name));
      final Kernel kernel = Kernel.of(processStore, store, processStore, node, name);
      final Inbox inbox = new Inbox(kernel, disk);
      sessions =
          new PaySessions(
              kernel,
              new PaySessions.Ports(
                  slow(payments.gatewayFor(node)),
                  payments.ledger(),
                  new CallAccess(processStore),
                  inbox,
                  Projection.NONE),
              new PaySessionDecider(
                  Deadlines.PRODUCTION,
                  new Connectors(Map.of("sandbox", payments.variant().kind()))),
              new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), simulation.random()),
              new Ids(simulation.random()));
      calls =
          new Calls(
              kernel,
              sessions,
              call -> {
                mayDie();
                final boolean isAccepted = model.recall(call);
                mayDie();
                return isAccepted;
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
      simulation.trace().add(simulation.time().now(), name, () -> "begins");
    }

    /// Now and then pauses this process until its lease has expired and others take over its task.
    private TwilioGateway slow(TwilioGateway twilio) {
      return (envelope, instruction) -> {
        final Answer answer = twilio.send(envelope, instruction);
        if (working.size() <= DEPTH && simulation.fails(0.04)) {
          invariants.faultOccurred();
          final Instant end = simulation.time().now().plus(OutboxWorker.LEASE).plus(SWEEP);
          pauseWhile(() -> simulation.time().interleaveAll(n -> !working.contains(n), end));
          invariants.faultOccurred();
        }
        return answer;
      };
    }

    /// Tasks may fail only around a store outage; they are then retried.
    @Override
    public void failed(Task task) {
      final Instant longAgo = simulation.time().now().minus(SLOW.multipliedBy(2));
      invariants.check(invariants.lastFault().isAfter(longAgo), "a task throws", task.toString());
    }

    @Override
    public void mayDie() {
      if (simulation.fails(0.004)) {
        simulation.trace().add(simulation.time().now(), name, () -> "dies");
        invariants.faultOccurred();
        throw node.dies();
      }
    }

    @Override
    public void mayInterleave() {
      if (working.size() <= DEPTH && simulation.fails(0.1)) {
        final Instant end = simulation.time().now().plus(SLOW);
        pauseWhile(() -> simulation.time().interleave(n -> !working.contains(n), end));
      }
    }

    /// Runs the others while this process is paused.
    private void pauseWhile(Runnable others) {
      final boolean isNew = !working.contains(node);
      if (isNew) {
        working.add(node);
      }
      invariants.interleaved();
      simulation.trace().add(simulation.time().now(), name, () -> "is paused ...");
      try {
        others.run();
      } finally {
        simulation.trace().add(simulation.time().now(), name, () -> "... and continues");
        if (isNew) {
          working.remove(node);
        }
      }
    }
  }
}
