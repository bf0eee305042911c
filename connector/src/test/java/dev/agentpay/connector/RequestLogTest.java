package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestLogTest {
  private final World world = World.withSandbox();
  private final LogCapture log = new LogCapture();

  @AfterEach
  void end() {
    log.close();
    world.close();
  }

  @Test
  void logs_one_line_per_request() {
    TwilioJson paid = TwilioJson.charge().ofSession("ps_log_1");
    TwilioJson refused = TwilioJson.tokenize().ofSession("ps_log_2").withCard("4000000000000002");
    world.twilioPosts(paid);
    world.twilioPosts(refused);
    assertThat(linesWith(paid.transaction()))
        .singleElement()
        .asString()
        .containsPattern(
            "request transaction=\"%s\" session=\"ps_log_1\" method=\"charge\" outcome=\"CHARGED\" code=\"-\" status=\"200\" millis=\"[0-9]+\"$"
                .formatted(paid.transaction()));
    assertThat(linesWith(refused.transaction()))
        .singleElement()
        .asString()
        .contains(
            "session=\"ps_log_2\" method=\"tokenize\" outcome=\"REFUSED\" code=\"card_declined\"");
  }

  private List<String> linesWith(String transaction) {
    return log.text().lines().filter(line -> line.contains(transaction)).toList();
  }
}
