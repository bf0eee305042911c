package dev.agentpay.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import dev.agentpay.app.logging.Logging;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The metrics that operators scrape, and their documentation.
class MetricsTest {
  private static final String MASKED = "agentpay_log_card_numbers_masked_total";

  @TempDir private Path data;

  @Test
  void counts_log_lines_with_a_card_number() {
    final LoggerContext log = new LoggerContext();
    log.setMDCAdapter(new LogbackMDCAdapter());
    Logging.configure(log, Logging.Style.JSON, Level.INFO);
    final PrometheusMeterRegistry meters = PayNode.meters(() -> Logging.maskedLines(log));
    assertThat(meters.scrape()).contains(MASKED + " 0.0");

    log.getLogger("dev.agentpay.test").info("paid with {}", "4242424242424242");
    log.getLogger("dev.agentpay.test").info("paid with one of Twilio's test cards");

    assertThat(meters.scrape()).contains(MASKED + " 1.0");
  }

  @Test
  void docs_explain_every_metric() throws Exception {
    final String scraped;
    try (DemoWorld world = DemoWorld.start(DemoWorld.Ports.FREE, data, Pace.QUICK)) {
      scraped = metrics(world);
    }
    final List<String> names =
        Pattern.compile("# TYPE (agentpay_\\w+)")
            .matcher(scraped)
            .results()
            .map((MatchResult name) -> name.group(1))
            .toList();
    assertThat(names).contains(MASKED, "agentpay_streams_open");
    final String page = Files.readString(Path.of("..", "docs", "metrics.md"));
    assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  private static String metrics(DemoWorld world) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      final HttpRequest request =
          HttpRequest.newBuilder(world.server().resolve("/metrics")).build();
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }
}
