package dev.agentpay.payments.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What follows the mark in docs/states.md is made from the code: the diagram from [Transitions],
/// the table from what [PaySessionDecider] decides. When they differ, `./dev docs` makes it anew.
class StateDiagramTest {
  private static final Path PAGE = Path.of("..", "docs", "states.md");
  private static final String MARK =
      "<!-- Made from the code by ./dev docs; do not edit below. -->\n";

  /// The columns of the table.
  private static final List<String> COLUMNS =
      List.of(
          "OPENING",
          "IDLE",
          "CAPTURING",
          "READY",
          "COMPLETING",
          "COMPLETING, with a ledger",
          "UNCONFIRMED",
          "UNCONFIRMED, with a ledger",
          "UNCONFIRMED, Twilio asks no more",
          "CANCELLING",
          "DECLINED");

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

  private static String page() throws IOException {
    final String now = Files.readString(PAGE);
    return now.substring(0, now.indexOf(MARK)) + MARK + made();
  }

  private static String made() {
    final List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("## States and transitions");
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
    lines.addAll(table());
    lines.add("");
    return lines.stream().collect(Collectors.joining("\n"));
  }

  /// Inputs of which the same comes in every column share a row.
  private static List<String> table() {
    final Map<List<String>, List<String>> inputs = new LinkedHashMap<>();
    DecisionTableTest.table(COLUMNS)
        .forEach((input, row) -> inputs.computeIfAbsent(row, _ -> new ArrayList<>()).add(input));
    final List<String> lines = new ArrayList<>();
    lines.add("## Every input in every state");
    lines.add("");
    lines.add(
        "The session in the table captures card, date and code for a charge; its connector knows"
            + " `card_declined` as a decline. A dot: nothing changes but the log. *Italics*: what"
            + " Twilio or the ledger is told next.");
    lines.add("");
    lines.add("| input | " + String.join(" | ", COLUMNS) + " |");
    lines.add("|---|" + "---|".repeat(COLUMNS.size()));
    inputs.forEach(
        (row, names) ->
            lines.add("| " + String.join("<br>", names) + " | " + String.join(" | ", row) + " |"));
    return lines;
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
