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
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Kills a running server again and again while payments are under way, starts it on the same data
/// and port, and looks whether anything that was promised is gone.
final class CrashHarness implements AutoCloseable {
  private static final Duration HIT_WITHIN = Duration.ofSeconds(20);
  private static final Duration STREAM_BACK_WITHIN = Duration.ofSeconds(20);

  /// Above 20 s for a dead node's lease and 25 s for the longest deadline.
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);

  /// Below the 2 s that Twilio is told to wait for an answer; times six it is above a restart.
  private static final Duration LOAD_BALANCER_WAITS = Duration.ofMillis(1_900);

  /// Of ten outages, those that the load balancer answers at once: longer than all repetitions.
  private static final int LONG_OUTAGES_OF_TEN = 3;

  /// Agents who are there besides those who are needed: one whose call's end was lost stays busy.
  private static final int SPARE_AGENTS = 4;

  private final Resources closing = new Resources();
  private final KillTargets aims = new KillTargets();
  private final Map<String, CrashAgent> sessions = new ConcurrentHashMap<>();
  private final Map<String, CrashAgent> desks = new LinkedHashMap<>();
  private final List<PaymentLine> lines = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();
  private final Random random;
  private final Consumer<String> out;
  private final CrashWorld world;
  private final ServeProcess server;
  private final TwilioRecord witness;
  private final CrashAgent supervisor;
  private final RawStream raw;
  private final CrashCheck check;
  private final CrashReport report = new CrashReport();
  private final Set<String> compared = new HashSet<>();
  private int checked;

  /// @param lines how many payments run at once
  /// @param out told one line per kill
  CrashHarness(
      Path folder,
      int lines,
      long seed,
      LoadBalancer.Acknowledging acknowledging,
      Consumer<String> out) {
    this.out = out;
    this.random = new Random(seed);
    try {
      world = closing.add(new CrashWorld(folder, lines + SPARE_AGENTS, acknowledging));
      server = world.serve();
      server.start();
      witness = closing.add(new TwilioRecord(world.twilio()));
      supervisor =
          closing.add(new CrashAgent(world.server(), CrashWorld.SUPERVISOR, CrashWorld.PASSWORD));
      raw = closing.add(new RawStream(world.server(), CrashWorld.SUPERVISOR, CrashWorld.PASSWORD));
      check = new CrashCheck(supervisor, world.ledger());
      for (int i = 0; i < lines + SPARE_AGENTS; i++) {
        final CrashAgent desk =
            closing.add(new CrashAgent(world.server(), CrashWorld.agent(i), CrashWorld.PASSWORD));
        desk.client().ready();
        desks.put(desk.name(), desk);
      }
      for (int i = 0; i < lines; i++) {
        begin(i);
      }
    } catch (RuntimeException | Error e) {
      closing.close();
      throw e;
    }
  }

  private void begin(int number) {
    final PaymentLine line =
        new PaymentLine(
            world.twilio(),
            desks,
            supervisor,
            aims,
            started -> sessions.put(started.session(), started.desk()),
            number,
            random.nextLong());
    lines.add(line);
    threads.add(Thread.ofVirtual().name("line-" + number).start(() -> run(line)));
  }

  /// A line that breaks would leave fewer payments to be hit: that is told.
  private void run(PaymentLine line) {
    try {
      line.run();
    } catch (RuntimeException e) {
      broken.add("a line broke while it did \"%s\": %s".formatted(line.doing(), e));
    }
  }

  TwilioRecord witness() {
    return witness;
  }

  /// Kills once, at a random moment of this state, starts the server again and checks what was
  /// acknowledged.
  void kill(KillTargets.Aim aim) {
    final boolean isLong = random.nextInt(10) < LONG_OUTAGES_OF_TEN;
    world.front().waits(isLong ? Duration.ZERO : LOAD_BALANCER_WAITS);
    aims.at(aim);
    if (aim == KillTargets.Aim.UNCONFIRMED) {
      world.ledgerIsThere(false);
      world.garbleNextAnswers(1);
    }
    final var hit = aims.awaitHit(HIT_WITHIN);
    if (hit.isEmpty()) {
      out.accept(
          "no session became %s: %s"
              .formatted(aim, lines.stream().map(PaymentLine::doing).toList()));
    }
    final Duration offset = Duration.ofNanos(random.nextLong(aim.within().toNanos()));
    Pause.of(offset);
    final Instant killed = kill();
    aims.nowhere();
    final Instant ready = restart();
    world.ledgerIsThere(true);
    final boolean isBack = Pause.until(() -> raw.connected().isAfter(killed), STREAM_BACK_WITHIN);
    hit.ifPresent(h -> Pause.until(() -> !h.session().get().isEmpty(), STREAM_BACK_WITHIN));
    final String session = hit.map(h -> h.session().get()).orElse("");
    final String found = session.isEmpty() ? "-" : CrashCheck.stateAt(check.log(session), killed);
    final CrashReport.Kill kill =
        new CrashReport.Kill(
            aim,
            found,
            session,
            offset,
            isLong,
            killed,
            Duration.between(killed, ready),
            isBack ? Duration.between(killed, raw.connected()) : STREAM_BACK_WITHIN);
    checkAcknowledged(kill);
    checkMoney();
    out.accept(report.line(kill));
  }

  /// Kills now.
  ///
  /// @return when it was dead
  Instant kill() {
    server.kill();
    return Instant.now();
  }

  /// Starts it again.
  ///
  /// @return when it took requests
  Instant restart() {
    server.start();
    return Instant.now();
  }

  /// Checks what has been acknowledged so far, and nothing else.
  CrashReport soFar() {
    final List<TwilioRecord.Acknowledged> acknowledged = witness.acknowledged(0);
    report.acknowledged(acknowledged, check.lost(acknowledged));
    return report;
  }

  /// Ends the lines, lets everything come to its end, and checks it all.
  CrashReport finish() {
    lines.forEach(PaymentLine::stop);
    for (Thread thread : threads) {
      join(thread);
    }
    final Set<String> all = new TreeSet<>(witness.sessions());
    all.addAll(sessions.keySet());
    final long end = System.nanoTime() + SETTLED_WITHIN.toNanos();
    for (String session : all) {
      Pause.until(
          () -> supervisor.asks(session).isFinal(),
          Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
    soFar();
    report.repeated(witness.repeated());
    report.wrong(CrashCheck.instructions(witness.instructed()));
    all.forEach(this::checkAtEnd);
    checkStreams();
    report.wrong(List.copyOf(broken));
    report.busyForNothing(busyForNothing());
    return report;
  }

  @Override
  public void close() {
    lines.forEach(PaymentLine::stop);
    threads.forEach(Thread::interrupt);
    closing.close();
  }

  private void checkAcknowledged(CrashReport.Kill kill) {
    final List<TwilioRecord.Acknowledged> since = witness.acknowledged(checked);
    checked += since.size();
    report.kill(kill, since.size(), check.lost(since).size());
  }

  /// Compares the ledger with every session that had not ended, or not agreed, when it was compared
  /// last.
  private void checkMoney() {
    for (String id : sessions.keySet()) {
      if (!compared.contains(id)) {
        final PaySession session = supervisor.asks(id);
        final List<String> disagreements = check.moneyMeanwhile(session);
        report.disagreements(disagreements);
        if (session.isFinal() && disagreements.isEmpty()) {
          compared.add(id);
        }
      }
    }
  }

  private void checkAtEnd(String id) {
    final PaySession session = supervisor.asks(id);
    report.ended(session);
    if (!session.isFinal()) {
      report.wrong(List.of("%s never ended: it is %s".formatted(id, session.state())));
    }
    report.disagreements(check.money(session));
    final List<PayEvent> log = check.log(id);
    report.recovered(id, log);
    hears("the supervisor's raw stream", raw.heard(), id, log);
    final CrashAgent desk = sessions.get(id);
    if (desk != null) {
      hears(desk.name(), desk.heard(), id, log);
    }
  }

  private void hears(String who, StreamHistory heard, String session, List<PayEvent> log) {
    Pause.until(() -> heard.count(session) >= log.size(), STREAM_BACK_WITHIN);
    report.wrong(heard.problems(who, session, log));
  }

  private void checkStreams() {
    if (raw.snapshots() > 1) {
      report.wrong(List.of("the raw stream began anew %d times".formatted(raw.snapshots() - 1)));
    }
    desks.values().stream()
        .filter(desk -> desk.snapshots() > 1)
        .forEach(desk -> report.wrong(List.of(desk.name() + "'s stream began anew")));
  }

  /// Agents whom the server holds for busy although their calls are over.
  private long busyForNothing() {
    return desks.values().stream()
        .map(desk -> desk.insists(() -> desk.client().me()).toString().toLowerCase(Locale.ROOT))
        .filter(me -> me.contains("busy"))
        .count();
  }

  private static void join(Thread thread) {
    try {
      if (!thread.join(SETTLED_WITHIN)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
