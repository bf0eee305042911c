package dev.agentpay.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.nio.charset.StandardCharsets;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Test;

class MaskingEncoderTest {
  private final LoggerContext context = new LoggerContext();
  private final MaskingEncoder encoder = encoder(context);

  private static MaskingEncoder encoder(LoggerContext context) {
    context.setMDCAdapter(new LogbackMDCAdapter());
    final LogstashEncoder json = new LogstashEncoder();
    json.setContext(context);
    json.start();
    final MaskingEncoder encoder = new MaskingEncoder(json);
    encoder.setContext(context);
    return encoder;
  }

  private String line(String message, Throwable thrown, Object... arguments) {
    final LoggingEvent event =
        new LoggingEvent(
            "test", context.getLogger("some.Class"), Level.INFO, message, thrown, arguments);
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void masks_card_numbers_anywhere_in_a_line() {
    final String card = "4242424242424242";
    assertThat(line("paid with " + card, null)).doesNotContain(card).contains("[card number]");
    assertThat(line("paid with {}", null, card)).doesNotContain(card);
    assertThat(line("failed", new IllegalStateException("card 4242 4242 4242 4242")))
        .doesNotContain("4242 4242");
    assertThat(encoder.maskedLines()).isEqualTo(3);
  }

  @Test
  void keeps_lines_without_card_numbers() {
    assertThat(line("call from +4915112345678 at {}", null, 1_700_000_000_000L))
        .contains("+4915112345678");
    assertThat(encoder.maskedLines()).isZero();
  }
}
