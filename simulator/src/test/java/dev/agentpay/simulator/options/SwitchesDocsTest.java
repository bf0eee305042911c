package dev.agentpay.simulator.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Tests that the table of switches in docs/simulator.md matches [Switch]. If it does not, run
/// `./dev docs` to write it again.
class SwitchesDocsTest {
  private static final Path PAGE = Path.of("../docs/simulator.md");
  private static final String BEGIN = "<!-- Made from the code: the switches -->\n";
  private static final String END = "<!-- End of what is made from the code -->\n";

  @Test
  void docs_list_every_switch_with_its_values() throws IOException {
    final String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END, begin);
    final String expected = page.substring(0, begin) + table() + page.substring(end);
    if (Boolean.getBoolean("agentpay.docs.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  private static String table() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("| switch | what it decides | values, the default first | source |");
    lines.add("|---|---|---|---|");
    for (Switch each : Switch.values()) {
      lines.add(
          "| `%s` | %s | %s | %s |"
              .formatted(each.key(), each.about(), values(each.allowed()), each.source()));
    }
    lines.add("");
    return String.join("\n", lines) + "\n";
  }

  private static String values(SwitchValues values) {
    return values.described().stream()
        .map(
            value ->
                "`"
                    + value.value()
                    + "`"
                    + (value.meaning().isEmpty() ? "" : ": " + value.meaning()))
        .collect(Collectors.joining("<br>"));
  }
}
