package dev.agentpay.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.twilio.webhook.PublicUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// docs/configuration.md is written from [Key]. When they differ, `./dev docs` writes it anew.
class ConfigurationDocsTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void the_docs_have_every_setting() throws IOException {
    if (Boolean.getBoolean("agentpay.docs.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  @Test
  void no_two_settings_have_one_name() {
    assertThat(Key.ALL.stream().map(Key::name)).doesNotHaveDuplicates();
    assertThat(Key.ALL.stream().map(Key::env)).doesNotHaveDuplicates();
  }

  private static String page() {
    final List<String> lines = new ArrayList<>();
    lines.add("# Configuration of `./agentpay serve`");
    lines.add("");
    lines.add(
        "By environment, or by a YAML file (`--config FILE`) with the names of the first column;"
            + " dots part its levels. The environment wins. Every error of a configuration is"
            + " reported at once. Written from the code; do not edit.");
    lines.add("");
    lines.add("| YAML | environment | default | what it is |");
    lines.add("|---|---|---|---|");
    for (Key key : Key.ALL) {
      final String fallback =
          key.fallback().map(f -> f.isEmpty() ? "" : "`" + f + "`").orElse("**needed**");
      lines.add(
          "| `%s` | `%s` | %s | %s |".formatted(key.name(), key.env(), fallback, key.about()));
    }
    lines.add("");
    lines.add("## How Twilio sends to us");
    lines.add("");
    lines.add(
        "Addresses that AgentPay gives to Twilio end in `%s` ([Twilio: connection overrides]"
                .formatted(PublicUrl.OVERRIDES)
            + "(https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides)): up to"
            + " five retries, two seconds to connect and two for an answer. Twilio's defaults give"
            + " the whole fifteen seconds to the first try, so a slow one is never made again. The"
            + " part is neither sent nor signed. Add it to the addresses that you enter at Twilio"
            + " yourself. Why these values: [0011](decisions/0011-webhook-retries.md).");
    lines.add("");
    return String.join("\n", lines);
  }
}
