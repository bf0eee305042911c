package dev.agentpay.proofs.crash;

import dev.agentpay.app.node.Resources;
import dev.agentpay.app.support.Pause;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Kills a running server repeatedly while payments run, restarts it on the same data and port, and
/// checks that nothing acknowledged is lost.
final class CrashHarness implements AutoCloseable {
  private static final Duration HIT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration STREAM_TIMEOUT = Duration.ofSeconds(20);

  /// Longer than a dead node's lease (20 s) plus the `COMPLETING` deadline (25 s).
  private static final Duration SETTLE_TIMEOUT = Duration.ofMinutes(2);

  /// Shorter than the 2 s read timeout that Twilio uses; six waits are longer than a restart.
  private static final Duration LOAD_BALANCER_WAIT = Duration.ofMillis(1_900);

  /// Outages of ten in which the load balancer answers 503 at once, so that Twilio's retries end
  /// before the restart.
  private static final int LONG_OUTAGES_OF_TEN = 3;

  /// Extra agents, because an agent stays busy if the callback about the end of the call was lost.
  private static final int SPARE_AGENTS = 4;

  private final Resources closing = new Resources();
  private final KillTarget target = new KillTarget();
  private final Map<String, CrashAgent> sessions = new ConcurrentHashMap<>();
  private final Map<String, CrashAgent> desks = new LinkedHashMap<>();
  private final List<PaymentLoop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<String> loopFailures = new ConcurrentLinkedQueue<>();
  private final Random random;
  private final Consumer<String> out;
  private final CrashWorld world;
  private final ServeProcess server;
  private final TwilioRecord twilioRecord;
  private final CrashAgent supervisor;
  private final RawStream rawStream;
  private final CrashCheck check;
  private final CrashReport report = new CrashReport();
  private final Set<String> settled = new HashSet<>();
  private int checkedCallbacks;

  /// Starts the server and the payments.
  ///
  /// @param lines number of concurrent payments
  /// @param out receives one line per kill
  CrashHarness(
      Path folder, int lines, long seed, LoadBalancer.AckPolicy ackPolicy, Consumer<String> out) {
    this.out = out;
    this.random = new Random(seed);
    try {
      world = closing.add(new CrashWorld(folder, lines + SPARE_AGENTS, ackPolicy));
      server = world.serve();
      server.start();
      twilioRecord = closing.add(new TwilioRecord(world.twilio()));
      supervisor =
          closing.add(new CrashAgent(world.server(), CrashWorld.SUPERVISOR, CrashWorld.PASSWORD));
      rawStream =
          closing.add(new RawStream(world.server(), CrashWorld.SUPERVISOR, CrashWorld.PASSWORD));
      check = new CrashCheck(supervisor, world.ledger());
      for (int i = 0; i < lines + SPARE_AGENTS; i++) {
        final CrashAgent desk =
            closing.add(
                new CrashAgent(world.server(), CrashWorld.agentName(i), CrashWorld.PASSWORD));
        desk.client().ready();
        desks.put(desk.name(), desk);
      }
      for (int i = 0; i < lines; i++) {
        startLoop(i);
      }
    } catch (RuntimeException | Error e) {
      closing.close();
      throw e;
    }
  }

  private void startLoop(int number) {
    final PaymentLoop loop =
        new PaymentLoop(
            world.twilio(),
            desks,
            supervisor,
            target,
            started -> sessions.put(started.session(), started.desk()),
            number,
            random.nextLong());
    loops.add(loop);
    threads.add(Thread.ofVirtual().name("payments-" + number).start(() -> run(loop)));
  }

  /// Reports a failing loop, because fewer payments would be tested without it.
  private void run(PaymentLoop loop) {
    try {
      loop.run();
    } catch (RuntimeException e) {
      loopFailures.add("a payment loop failed (%s): %s".formatted(loop.activity(), e));
    }
  }

  TwilioRecord twilioRecord() {
    return twilioRecord;
  }

  /// Kills the server at a random moment of this state, restarts it and checks that everything
  /// acknowledged is in the log.
  void kill(KillTarget.State state) {
    final boolean isLong = random.nextInt(10) < LONG_OUTAGES_OF_TEN;
    world.loadBalancer().setWait(isLong ? Duration.ZERO : LOAD_BALANCER_WAIT);
    target.aimAt(state);
    if (state == KillTarget.State.UNCONFIRMED) {
      world.setLedgerReachable(false);
      world.garbleNextAnswers(1);
    }
    final Optional<KillTarget.Hit> hit = target.awaitHit(HIT_TIMEOUT);
    if (hit.isEmpty()) {
      out.accept(
          "no session reached %s; the payment loops: %s"
              .formatted(state, loops.stream().map(PaymentLoop::activity).toList()));
    }
    final Duration offset = Duration.ofNanos(random.nextLong(state.within().toNanos()));
    Pause.of(offset);
    final Instant killed = kill();
    target.clear();
    final Instant ready = restart();
    world.setLedgerReachable(true);
    final boolean isReconnected =
        Pause.until(() -> rawStream.connected().isAfter(killed), STREAM_TIMEOUT);
    hit.ifPresent(h -> Pause.until(() -> !h.session().get().isEmpty(), STREAM_TIMEOUT));
    final String session = hit.map(h -> h.session().get()).orElse("");
    final String found = session.isEmpty() ? "-" : CrashCheck.stateAt(check.log(session), killed);
    final CrashReport.Kill kill =
        new CrashReport.Kill(
            state,
            found,
            session,
            offset,
            isLong,
            killed,
            Duration.between(killed, ready),
            isReconnected ? Duration.between(killed, rawStream.connected()) : STREAM_TIMEOUT);
    checkAcknowledged(kill);
    checkMoney();
    out.accept(report.line(kill));
  }

  /// Kills the server now.
  ///
  /// @return when the process was gone
  Instant kill() {
    server.kill();
    return Instant.now();
  }

  /// Restarts the server.
  ///
  /// @return when it was ready for requests
  Instant restart() {
    server.start();
    return Instant.now();
  }

  /// Checks only that all callbacks acknowledged so far are in the log.
  CrashReport checkCallbacks() {
    final List<TwilioRecord.Acknowledged> acknowledged = twilioRecord.acknowledged(0);
    report.acknowledged(acknowledged, check.lost(acknowledged));
    return report;
  }

  /// Stops the payment loops, waits until all sessions have ended, and runs all checks.
  CrashReport finish() {
    loops.forEach(PaymentLoop::stop);
    for (Thread thread : threads) {
      join(thread);
    }
    final Set<String> all = new TreeSet<>(twilioRecord.sessions());
    all.addAll(sessions.keySet());
    final long end = System.nanoTime() + SETTLE_TIMEOUT.toNanos();
    for (String session : all) {
      Pause.until(
          () -> supervisor.fetch(session).isFinal(),
          Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
    checkCallbacks();
    report.retried(twilioRecord.retried());
    report.problems(CrashCheck.instructions(twilioRecord.instructions()));
    all.forEach(this::checkAtEnd);
    checkSnapshots();
    report.problems(List.copyOf(loopFailures));
    report.stuckAgents(countStuckAgents());
    return report;
  }

  @Override
  public void close() {
    loops.forEach(PaymentLoop::stop);
    threads.forEach(Thread::interrupt);
    closing.close();
  }

  private void checkAcknowledged(CrashReport.Kill kill) {
    final List<TwilioRecord.Acknowledged> since = twilioRecord.acknowledged(checkedCallbacks);
    checkedCallbacks += since.size();
    report.kill(kill, since.size(), check.lost(since).size());
  }

  /// Compares the ledger with every session, except those that had ended and matched at an earlier
  /// check.
  private void checkMoney() {
    for (String id : sessions.keySet()) {
      if (!settled.contains(id)) {
        final PaySession session = supervisor.fetch(id);
        final List<String> disagreements = check.moneyWhileOpen(session);
        report.disagreements(disagreements);
        if (session.isFinal() && disagreements.isEmpty()) {
          settled.add(id);
        }
      }
    }
  }

  private void checkAtEnd(String id) {
    final PaySession session = supervisor.fetch(id);
    report.ended(session);
    if (!session.isFinal()) {
      report.problems(List.of("%s did not end: its state is %s".formatted(id, session.state())));
    }
    report.disagreements(check.money(session));
    final List<PayEvent> log = check.log(id);
    report.recovered(id, log);
    checkStream("the supervisor's raw stream", rawStream.history(), id, log);
    final CrashAgent desk = sessions.get(id);
    if (desk != null) {
      checkStream(desk.name(), desk.history(), id, log);
    }
  }

  private void checkStream(String who, StreamHistory history, String session, List<PayEvent> log) {
    Pause.until(() -> history.count(session) >= log.size(), STREAM_TIMEOUT);
    report.problems(history.problems(who, session, log));
  }

  private void checkSnapshots() {
    if (rawStream.snapshots() > 1) {
      report.problems(
          List.of(
              "the raw stream restarted from a snapshot %d times"
                  .formatted(rawStream.snapshots() - 1)));
    }
    desks.values().stream()
        .filter(desk -> desk.snapshots() > 1)
        .forEach(
            desk -> report.problems(List.of(desk.name() + "'s stream restarted from a snapshot")));
  }

  /// Counts agents who are busy although their calls are over.
  private long countStuckAgents() {
    return desks.values().stream()
        .map(desk -> desk.retrying(() -> desk.client().me()).toString().toLowerCase(Locale.ROOT))
        .filter(me -> me.contains("busy"))
        .count();
  }

  private static void join(Thread thread) {
    try {
      if (!thread.join(SETTLE_TIMEOUT)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
