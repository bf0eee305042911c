package dev.agentpay.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.twilio.webhook.PublicUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Compares docs/configuration.md with [Key]. If they differ, `./dev docs` writes the page again.
class ConfigurationDocsTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void docs_list_every_setting() throws IOException {
    if (Boolean.getBoolean("agentpay.docs.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  @Test
  void names_of_settings_are_unique() {
    assertThat(Key.ALL.stream().map(Key::name)).doesNotHaveDuplicates();
    assertThat(Key.ALL.stream().map(Key::env)).doesNotHaveDuplicates();
  }

  private static String page() {
    final List<String> lines = new ArrayList<>();
    lines.add("# Configuration of `./agentpay serve`");
    lines.add("");
    lines.add(
        "Set environment variables, or write a YAML file (`--config FILE`) with the keys in the"
            + " first column; dots separate its levels. The environment overrides the file. The"
            + " server reports all errors of a configuration together. Generated from the code; do"
            + " not edit.");
    lines.add("");
    lines.add(
        "`./agentpay check` reads the same settings and asks what they name: the data folder, the"
            + " ledger, Twilio (with the API key and each auth token), the public URL. It prints one"
            + " line each, with what to do, changes nothing, and exits with 1 if there is a problem.");
    lines.add("");
    lines.add("| YAML | environment | default | meaning |");
    lines.add("|---|---|---|---|");
    for (Key key : Key.ALL) {
      final String defaultValue =
          key.defaultValue().map(v -> v.isEmpty() ? "" : "`" + v + "`").orElse("**required**");
      lines.add(
          "| `%s` | `%s` | %s | %s |"
              .formatted(key.name(), key.env(), defaultValue, key.description()));
    }
    lines.add("");
    lines.add("## How Twilio sends to us");
    lines.add("");
    lines.add(
        "The webhook URLs that AgentPay gives to Twilio end in `%s` ([Twilio: connection overrides]"
                .formatted(PublicUrl.OVERRIDES)
            + "(https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides)): up to"
            + " five retries, two seconds to connect and two for a response. With Twilio's"
            + " defaults, the first try may take all of the fifteen seconds, so a slow request is"
            + " never retried. Twilio neither sends nor signs this part of a URL. Add it to the"
            + " URLs that you enter at Twilio yourself. For the reasons, see"
            + " [0011](decisions/0011-webhook-retries.md).");
    lines.add("");
    return String.join("\n", lines);
  }
}
