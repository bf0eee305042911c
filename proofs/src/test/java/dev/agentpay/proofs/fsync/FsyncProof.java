package dev.agentpay.proofs.fsync;

import ch.qos.logback.classic.Level;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.app.support.Pause;
import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.proofs.ProofFolder;
import dev.agentpay.proofs.crash.Callback;
import dev.agentpay.proofs.crash.CrashAgent;
import dev.agentpay.proofs.crash.CrashWorld;
import dev.agentpay.proofs.crash.LoadBalancer;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.Signatures;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `./dev fsync`: proves with a system-call trace that each callback is synced to disk before it is
/// acknowledged. With `synchronous=OFF`, the same check must fail.
@CommandLine.Command(
    name = "./dev fsync",
    mixinStandardHelpOptions = true,
    description = "Prove with a system-call trace that an fsync precedes each 204.")
final class FsyncProof implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /// Wait for the writes that starting the payment causes; afterwards only callbacks write to disk.
  private static final Duration SETTLE_TIME = Duration.ofSeconds(2);

  /// Bytes that strace prints of each string: enough for a request line.
  private static final String PRINTED_BYTES = "300";

  private static final String CALLS =
      "trace=read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync";

  @Option(names = "--callbacks", description = "Number of callbacks (${DEFAULT-VALUE}).")
  private int callbacks = 20;

  @Option(
      names = "--synchronous",
      description = "FULL (as released), OFF (must fail), or BOTH (default: ${DEFAULT-VALUE}).")
  private Mode mode = Mode.BOTH;

  private enum Mode {
    FULL,
    OFF,
    BOTH
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.configure(Logging.Style.TEXT, Level.ERROR);
    final boolean passesWhenFull = mode == Mode.OFF || allDurable("FULL");
    final boolean passesWhenOff = mode != Mode.FULL && allDurable("OFF");
    return switch (mode) {
      case FULL -> passesWhenFull ? 0 : 1;
      case OFF -> passesWhenOff ? 0 : 1;
      case BOTH -> {
        System.out.println(
            passesWhenFull && !passesWhenOff
                ? "PASSED: every callback was durable before its 204; the check fails without"
                    + " fsync."
                : "FAILED: see the rows above.");
        yield passesWhenFull && !passesWhenOff ? 0 : 1;
      }
    };
  }

  private boolean allDurable(String synchronous) throws IOException, InterruptedException {
    final Path folder = ProofFolder.create("fsync");
    final Path trace = folder.resolve("trace.txt");
    System.out.printf("synchronous=%s, %d callbacks, one at a time%n", synchronous, callbacks);
    final List<String> strace =
        List.of(
            "strace",
            "-f",
            "-yy",
            "-ttt",
            "-T",
            "-s",
            PRINTED_BYTES,
            "-e",
            CALLS,
            "-o",
            trace.toString());
    final String released = System.getProperty("java.class.path");
    final String classPath =
        synchronous.equals("FULL")
            ? released
            : SynchronousModePatch.apply(folder.resolve("classes"), synchronous, released);
    try (CrashWorld world = new CrashWorld(folder, 1, new LoadBalancer.AckPolicy.AfterCommit())) {
      world.serve(strace, classPath).start();
      send(world);
    }
    final List<FsyncVerdict> verdicts =
        FsyncVerdict.of(
            SystemCall.read(Files.readAllLines(trace, StandardCharsets.ISO_8859_1)), callbacks);
    System.out.println(FsyncVerdict.heading());
    verdicts.forEach(System.out::println);
    final long durable = verdicts.stream().filter(FsyncVerdict::isDurable).count();
    System.out.printf("%d of %d synced to disk before their 204%n%n", durable, callbacks);
    final boolean allDurable = durable == callbacks;
    ProofFolder.finish(allDurable || (mode == Mode.BOTH && !synchronous.equals("FULL")), folder);
    return allDurable;
  }

  /// Starts a real payment, then sends its status callbacks one at a time, signed like Twilio's.
  private void send(CrashWorld world) throws IOException, InterruptedException {
    try (CrashAgent desk =
            new CrashAgent(world.server(), CrashWorld.agentName(0), CrashWorld.PASSWORD);
        HttpClient http = HttpClient.newHttpClient()) {
      final PaySession session = startPayment(world, desk);
      Pause.of(SETTLE_TIME);
      final Instant first = Instant.now();
      for (int number = 1; number <= callbacks; number++) {
        final String target =
            "/twilio/payments/status?session=%s&%s=%d"
                .formatted(session.id(), FsyncVerdict.MARK, number);
        final byte[] body = body(session, first.plusMillis(number));
        final int status =
            http.send(
                    HttpRequest.newBuilder(URI.create(world.server() + target))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                            Signatures.HEADER,
                            Signatures.sign(
                                world.authToken(),
                                world.loadBalancer().baseUri() + target,
                                Form.parse(body)))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                    HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 204) {
          throw new IllegalStateException(
              "callback %d was answered with status %d, not 204".formatted(number, status));
        }
      }
      final long logged =
          desk.client().events(session.id()).stream()
              .flatMap(event -> Callback.logged(event).stream())
              .filter(c -> c.at().isAfter(first))
              .count();
      if (logged < callbacks) {
        throw new IllegalStateException(
            "only %d of the callbacks are in the session's log".formatted(logged));
      }
    }
  }

  private static PaySession startPayment(CrashWorld world, CrashAgent desk) {
    desk.client().ready();
    final String call = world.twilio().dialIn("+12025551000", CrashWorld.BUSINESS).sid();
    if (!Pause.until(
        () ->
            desk.client().calls().stream()
                .anyMatch(c -> c.sid().equals(call) && c.state() == Call.State.ANSWERED),
        TIMEOUT)) {
      throw new IllegalStateException(
          "no agent answered the call within " + TIMEOUT.toSeconds() + " s");
    }
    final String session = desk.client().start(StartPayment.on(call).charge("10.00", "USD")).id();
    if (!Pause.until(() -> isCardRequested(desk.client().events(session)), TIMEOUT)) {
      throw new IllegalStateException(
          "Twilio did not ask for the card within " + TIMEOUT.toSeconds() + " s");
    }
    return desk.fetch(session);
  }

  private static boolean isCardRequested(List<PayEvent> log) {
    return log.stream().filter(e -> e.type().equals("instruction-accepted")).count() == 2;
  }

  private static byte[] body(PaySession session, Instant at) {
    final Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("AccountSid", DemoWorld.simulatorAccount().accountSid());
    parameters.put("CallSid", session.call());
    parameters.put("Sid", session.payment().orElseThrow());
    parameters.put("PaymentMethod", "credit-card");
    parameters.put("DateUpdated", at.truncatedTo(ChronoUnit.MILLIS).toString());
    parameters.put("Capture", "payment-card-number");
    parameters.put("Required", "payment-card-number,expiration-date,security-code");
    return parameters.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"))
        .getBytes(StandardCharsets.UTF_8);
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new FsyncProof()).execute(args));
  }
}
