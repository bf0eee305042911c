package dev.agentpay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One run of [CallbackBench]: starts a server, opens sessions, measures, and checks the audit log.
final class CallbackRun {
  /// The number of connections that send callbacks.
  static final int CONNECTIONS = 64;

  /// The warm-up lasts at least this long and until [#WARM_UP_CALLBACKS] are answered. By then the
  /// JIT compiler has compiled most of the code.
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private static final int WARM_UP_CALLBACKS = 30_000;

  /// Limits the warm-up on a machine that is too slow to answer so many callbacks.
  private static final Duration MAX_WARM_UP = Duration.ofSeconds(60);

  private static final Duration LIVE_WARM_UP = Duration.ofSeconds(1);

  /// More than two cores can send. On faster machines, further callbacks are signed while sending.
  private static final int PREPARED_PER_SECOND = 20_000;

  private CallbackRun() {}

  /// @throws IllegalStateException if the server refused a request or lost a callback
  static CallbackFigures measure(Path jar, CallbackOptions options)
      throws IOException, InterruptedException {
    final Path folder = Files.createTempDirectory("agentpay-bench");
    try (TwilioStub twilio = TwilioStub.start();
        ServerProcess server =
            ServerProcess.serve(
                jar,
                BenchAccount.environment(folder, twilio.baseUri(), options.sessions()),
                folder.resolve("serve.log"))) {
      return measure(server, twilio, options);
    } finally {
      BenchFolder.delete(folder);
    }
  }

  private static CallbackFigures measure(
      ServerProcess server, TwilioStub twilio, CallbackOptions options)
      throws IOException, InterruptedException {
    final Duration time = Duration.ofSeconds(options.seconds());
    final List<OpenPayment> payments =
        OpenPayment.open(server.baseUri(), twilio, options.sessions());
    final StatusCallbacks callbacks = new StatusCallbacks(server.baseUri(), payments, CONNECTIONS);
    callbacks.prepare(PREPARED_PER_SECOND * (WARM_UP.toSeconds() + time.toSeconds()));
    final Measured measured;
    final Duration cpu;
    try (ClosedLoop loop = ClosedLoop.connect(server.baseUri(), CONNECTIONS)) {
      warmUp(loop, callbacks);
      final Duration before = server.cpu();
      measured = loop.run(callbacks, time);
      cpu = server.cpu().minus(before);
    }
    final Measured live;
    try (ClosedLoop loop = ClosedLoop.connect(server.baseUri(), CONNECTIONS)) {
      final HealthRequests health = new HealthRequests(server.baseUri());
      loop.run(health, LIVE_WARM_UP);
      live = loop.run(health, time.dividedBy(2));
    }
    return new CallbackFigures(
        measured.perSecond(),
        measured.millis(0.5),
        measured.millis(0.99),
        cpu.toNanos() / 1e3 / measured.answers(),
        live.perSecond(),
        LogCheck.check(callbacks.acknowledged()));
  }

  private static void warmUp(ClosedLoop loop, StatusCallbacks callbacks) throws IOException {
    final long start = System.nanoTime();
    long answers = loop.run(callbacks, WARM_UP).answers();
    while (answers < WARM_UP_CALLBACKS && System.nanoTime() - start < MAX_WARM_UP.toNanos()) {
      answers += loop.run(callbacks, Duration.ofSeconds(1)).answers();
    }
  }
}
