package dev.agentpay.proofs.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import dev.agentpay.app.node.Storage;
import dev.agentpay.events.Actor;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.PaymentCallback;
import dev.agentpay.proofs.leaks.CardPatterns.Secret;
import dev.agentpay.scenarios.Scenario;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.Transcript;
import dev.agentpay.store.FileSpool;
import dev.agentpay.twilio.sync.SyncShape;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PaymentStatusParser;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Nothing that server, connector, simulator and scripts write or send contains card data. All run
/// in this process; `./dev leaks` uses separate processes and also searches the server's memory.
class LeakTest {
  /// The sinks of one process. Not the heap, because the connector shares it here.
  private static final Set<Sink.Kind> SINKS =
      EnumSet.of(Sink.Kind.DATA, Sink.Kind.LOG, Sink.Kind.OUTPUT, Sink.Kind.WIRE);

  @TempDir private Path collected;

  @Test
  void scripts_leave_no_card_data() throws IOException {
    final Set<String> typed = play(List.of("charge", "mistakes"), false);
    assertThat(typed).contains(Customer.GOOD_CARD, "4242424242424241", "0120", "123");
    final LeakScan scan = new LeakScan(collected, typed);
    assertThat(scan.leaks()).isEmpty();
    assertThat(scan.tallies().keySet()).isEqualTo(SINKS);
    assertThat(scan.tallies().values()).allSatisfy(t -> assertThat(t.bytes()).isPositive());
  }

  @Test
  void finds_a_planted_leak_in_each_sink() throws IOException {
    play(List.of("planted"), true);
    for (PlantedLeak plant :
        List.of(
            PlantedLeak.FILE,
            PlantedLeak.LOG,
            PlantedLeak.TRANSCRIPT,
            PlantedLeak.HTTP_RESPONSE,
            PlantedLeak.TWILIO_REQUEST)) {
      final List<Leak> leaks = new LeakScan(collected, Set.of(plant.number())).leaks();
      assertThat(plant.places()).anyMatch(place -> Files.exists(collected.resolve(place)));
      for (String place : plant.places()) {
        if (Files.exists(collected.resolve(place))) {
          assertThat(leaks)
              .as("%s in %s", plant, place)
              .anyMatch(
                  leak ->
                      leak.secret() == Secret.CARD_NUMBER && leak.sink().name().startsWith(place));
        }
      }
    }
    assertThat(new LeakScan(collected, Set.of(PlantedLeak.LOG.number())).leaks())
        .filteredOn(leak -> leak.sink().kind() == Sink.Kind.LOG)
        .extracting(Leak::secret)
        .contains(Secret.CARD_NUMBER, Secret.SECURITY_CODE, Secret.EXPIRY);
  }

  @Test
  void spooled_callback_has_no_card_data() throws IOException {
    final Path data = Files.createDirectories(Sink.Kind.DATA.in(collected));
    final Form clear =
        Form.parseQuery(
            "CallSid=CA%1$s&Sid=PK%1$s&Capture=expiration-date&Required=&PaymentCardNumber=%2$s"
                    .formatted("0123456789abcdef".repeat(2), Customer.GOOD_CARD)
                + "&ExpirationDate=1139&SecurityCode=737");
    final Form query = Form.parseQuery("session=ps_%s&capture=3".formatted("0".repeat(26)));
    try (FileSpool spool =
        FileSpool.open(data.resolve("callbacks.spool"), PaymentCallback.class, Storage.SCHEMA)) {
      spool.keep(
          new PaymentCallback(
              PaymentStatusParser.parse(clear, query),
              new Origin(Actor.TWILIO, "127.0.0.1", "payment status callback"),
              Optional.of(SyncShape.item(clear))));
      assertThat(data.resolve("callbacks.spool")).content().contains("xxxxxxxxxxxx4242");
      assertThat(new LeakScan(collected, Set.of(Customer.GOOD_CARD, "1139", "737")).leaks())
          .isEmpty();
    }
  }

  /// Plays the scripts, collects the sinks, and returns the values that customers typed.
  private Set<String> play(List<String> scripts, boolean planted) throws IOException {
    final Path data = Sink.Kind.DATA.in(collected).resolve("server");
    final Path typed = collected.resolve("typed");
    final Path transcript =
        Files.createDirectories(Sink.Kind.OUTPUT.in(collected)).resolve("transcript");
    final Path wire = Sink.Kind.WIRE.in(collected);
    try (Log log =
            new Log(
                Files.createDirectories(Sink.Kind.LOG.in(collected)).resolve("server.err"),
                planted);
        DemoWorld world = DemoWorld.start(DemoWorld.Ports.FREE, data, Pace.QUICK);
        WireTap agents =
            new WireTap(
                world.server(), Optional.empty(), Optional.of(wire.resolve("agent-responses")));
        WireTap phones =
            new WireTap(
                world.simulator(),
                Optional.of(typed),
                Optional.of(wire.resolve("simulator-responses")));
        PrintStream out = new PrintStream(transcript.toFile(), StandardCharsets.UTF_8)) {
      if (planted) {
        Files.writeString(
            data.resolve("leftover.tmp"), PlantedLeak.FILE.number(), StandardCharsets.UTF_16LE);
        log.plant();
      }
      final List<Scenario> played =
          Stream.concat(Scenario.ALL.stream(), Stream.of(PlantedScript.SCRIPT))
              .filter(script -> scripts.contains(script.name()))
              .toList();
      assertThat(played).hasSameSizeAs(scripts);
      assertThat(ScenarioPlayer.play(agents.uri(), phones.uri(), played, new Transcript(out)))
          .isEmpty();
      return LeakScan.typed(typed);
    }
  }

  /// AgentPay's log at level TRACE, without the card mask, which would hide leaks. All tests share
  /// it, so the planted line uses a separate logger.
  private static final class Log implements AutoCloseable {
    private static final String OURS = "dev.agentpay";
    private static final String PLANTED = "planted";

    /// SLF4J returns a substitute factory while another test's thread initializes it.
    private final LoggerContext context =
        (LoggerContext)
            await().until(LoggerFactory::getILoggerFactory, LoggerContext.class::isInstance);

    private final List<Logger> loggers;
    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();

    Log(Path file, boolean planted) {
      loggers =
          Stream.of(OURS, PLANTED)
              .filter(name -> planted || name.equals(OURS))
              .map(context::getLogger)
              .toList();
      final PatternLayoutEncoder encoder = new PatternLayoutEncoder();
      encoder.setContext(context);
      encoder.setPattern("%d %level %logger %msg %mdc %kvp %ex%n");
      encoder.start();
      appender.setContext(context);
      appender.setFile(file.toString());
      appender.setEncoder(encoder);
      appender.start();
      for (Logger logger : loggers) {
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
      }
      context.getLogger(OURS).info("the leak test records this log");
    }

    void plant() {
      context
          .getLogger(PLANTED)
          .info(
              "Form[SecurityCode={}, ExpirationDate=1139, Number={}]",
              PlantedLeak.securityCode(),
              PlantedLeak.LOG.number());
    }

    @Override
    public void close() {
      loggers.forEach(logger -> logger.detachAppender(appender));
      appender.stop();
    }
  }
}
