package dev.agentpay.payments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The diagram in docs/states.md is drawn from [Transitions]. When they differ, `./dev docs` draws
/// it anew.
class StateDiagramTest {
  private static final Path PAGE = Path.of("..", "docs", "states.md");

  @Test
  void the_docs_show_the_table_that_the_code_goes_by() throws IOException {
    if (Boolean.getBoolean("agentpay.docs.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  @Test
  void every_state_but_the_final_ones_leads_somewhere_and_no_final_one_does() {
    for (SessionState state : SessionState.values()) {
      assertThat(Transitions.ALL.stream().anyMatch(m -> m.from() == state))
          .as(state.name())
          .isEqualTo(!state.isFinal());
    }
  }

  private static String page() {
    final List<String> lines = new ArrayList<>();
    lines.add("# The states of a pay session");
    lines.add("");
    lines.add(
        "Drawn from `Transitions`, the table that every move is checked against; do not edit.");
    lines.add("");
    lines.add("```mermaid");
    lines.add("stateDiagram-v2");
    lines.add("  [*] --> OPENING: SessionStarted");
    Transitions.ALL.stream()
        .map(m -> "  %s --> %s: %s".formatted(m.from(), m.to(), m.event().getSimpleName()))
        .forEach(lines::add);
    Arrays.stream(SessionState.values())
        .filter(SessionState::isFinal)
        .map(s -> "  " + s + " --> [*]")
        .forEach(lines::add);
    lines.add("```");
    lines.add("");
    lines.add("| state | left by itself after |");
    lines.add("|---|---|");
    lines.addAll(deadlines());
    lines.add("");
    return lines.stream().collect(Collectors.joining("\n"));
  }

  private static List<String> deadlines() {
    final Deadlines d = Deadlines.PRODUCTION;
    return List.of(
        "| `OPENING` | " + d.opening().toSeconds() + " s, to `CANCELLING` |",
        "| `IDLE` | " + d.idle().toMinutes() + " min, to `CANCELLING` |",
        "| `CAPTURING` | " + d.capturing().toMinutes() + " min for one field, to `CANCELLING` |",
        "| `READY` | " + d.ready().toMinutes() + " min, to `CANCELLING` |",
        "| `COMPLETING` | " + d.completing().toSeconds() + " s, to `UNCONFIRMED` |",
        "| `CANCELLING` | never; the cancel is sent until Twilio takes it or the call is over |",
        "| `UNCONFIRMED` | never; the ledger is asked after 0 s, "
            + d.ledger().toSeconds()
            + " s and ever longer pauses up to "
            + Deadlines.MAX_LEDGER_PAUSE.toHours()
            + " h, "
            + Deadlines.MAX_LEDGER_QUESTIONS
            + " times in all, and it stays on a person's list |");
  }
}
