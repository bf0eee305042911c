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

/// `./dev fsync`: shows by a trace of system calls that a callback is on the disk before it is
/// acknowledged, and that the same look at a server with `synchronous=OFF` finds that it is not.
@CommandLine.Command(
    name = "./dev fsync",
    mixinStandardHelpOptions = true,
    description = "Show the fsync before each 204 by a system-call trace.")
final class FsyncProof implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// For what the payment's beginning has caused: nothing else writes to the disk afterwards.
  private static final Duration QUIET = Duration.ofSeconds(2);

  /// Enough of a request to see its first line.
  private static final String SHOWN = "300";

  private static final String CALLS =
      "trace=read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,pwritev,fsync,fdatasync";

  @Option(names = "--callbacks", description = "How many (${DEFAULT-VALUE}).")
  private int callbacks = 20;

  @Option(
      names = "--synchronous",
      description = "FULL (as delivered), OFF (must fail), or BOTH (${DEFAULT-VALUE}).")
  private Mode mode = Mode.BOTH;

  private enum Mode {
    FULL,
    OFF,
    BOTH
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.configure(Logging.Style.TEXT, Level.ERROR);
    final boolean isGreen = mode == Mode.OFF || allDurable("FULL");
    final boolean isOffGreen = mode != Mode.FULL && allDurable("OFF");
    return switch (mode) {
      case FULL -> isGreen ? 0 : 1;
      case OFF -> isOffGreen ? 0 : 1;
      case BOTH -> {
        System.out.println(
            isGreen && !isOffGreen
                ? "Durable before acknowledged; and without the fsync this proof fails."
                : "NOT PROVED");
        yield isGreen && !isOffGreen ? 0 : 1;
      }
    };
  }

  private boolean allDurable(String synchronous) throws IOException, InterruptedException {
    final Path folder = ProofFolder.make("fsync");
    final Path trace = folder.resolve("trace.txt");
    System.out.printf("synchronous=%s, %d callbacks one by one%n", synchronous, callbacks);
    final List<String> strace =
        List.of(
            "strace", "-f", "-yy", "-ttt", "-T", "-s", SHOWN, "-e", CALLS, "-o", trace.toString());
    final String delivered = System.getProperty("java.class.path");
    final String classPath =
        synchronous.equals("FULL")
            ? delivered
            : OtherSynchronous.in(folder.resolve("classes"), synchronous, delivered);
    try (CrashWorld world =
        new CrashWorld(folder, 1, new LoadBalancer.Acknowledging.WhenDurable())) {
      world.serve(strace, classPath).start();
      send(world);
    }
    final List<FsyncVerdict> verdicts =
        FsyncVerdict.of(
            SystemCall.read(Files.readAllLines(trace, StandardCharsets.ISO_8859_1)), callbacks);
    System.out.println(FsyncVerdict.heading());
    verdicts.forEach(System.out::println);
    final long durable = verdicts.stream().filter(FsyncVerdict::isDurable).count();
    System.out.printf("%d of %d on the disk before their 204%n%n", durable, callbacks);
    final boolean isRight = durable == callbacks;
    ProofFolder.endsWith(isRight || (mode == Mode.BOTH && !synchronous.equals("FULL")), folder);
    return isRight;
  }

  /// Begins a real payment, and then tells its status so many times, signed as Twilio would.
  private void send(CrashWorld world) throws IOException, InterruptedException {
    try (CrashAgent desk =
            new CrashAgent(world.server(), CrashWorld.agent(0), CrashWorld.PASSWORD);
        HttpClient http = HttpClient.newHttpClient()) {
      final PaySession session = begin(world, desk);
      Pause.of(QUIET);
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
                                world.front().baseUri() + target,
                                Form.parse(body)))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                    HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 204) {
          throw new IllegalStateException("callback %d was answered %d".formatted(number, status));
        }
      }
      final long logged =
          desk.client().events(session.id()).stream()
              .flatMap(event -> Callback.logged(event).stream())
              .filter(c -> c.at().isAfter(first))
              .count();
      if (logged < callbacks) {
        throw new IllegalStateException("only %d callbacks are in the log".formatted(logged));
      }
    }
  }

  private static PaySession begin(CrashWorld world, CrashAgent desk) {
    desk.client().ready();
    final String call = world.twilio().dialIn("+12025551000", CrashWorld.BUSINESS).sid();
    if (!Pause.until(
        () ->
            desk.client().calls().stream()
                .anyMatch(c -> c.sid().equals(call) && c.state() == Call.State.ANSWERED),
        PATIENCE)) {
      throw new IllegalStateException("the agent did not get the call");
    }
    final String session = desk.client().start(StartPayment.on(call).charge("10.00", "USD")).id();
    if (!Pause.until(() -> isAskedFor(desk.client().events(session)), PATIENCE)) {
      throw new IllegalStateException("Twilio did not ask for the card");
    }
    return desk.asks(session);
  }

  private static boolean isAskedFor(List<PayEvent> log) {
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
