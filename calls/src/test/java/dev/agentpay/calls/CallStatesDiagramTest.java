package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/call-states.md is written from [CallTransitions] and from what the decider decides. When
/// they differ, `./dev docs` writes it anew.
class CallStatesDiagramTest {
  private static final Path PAGE = Path.of("..", "docs", "call-states.md");
  private static final String NOBODY = "nobody else is there";
  private static final String READY = "another agent is ready";

  @Test
  void the_docs_show_what_the_code_decides() throws IOException {
    if (Boolean.getBoolean("agentpay.docs.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  @Test
  void every_state_but_ended_leads_somewhere() {
    for (CallState state : CallState.values()) {
      assertThat(CallTransitions.ALL.stream().anyMatch(m -> m.from() == state))
          .as(state.name())
          .isEqualTo(state != CallState.ENDED);
    }
  }

  private static String page() {
    final List<String> lines = new ArrayList<>();
    lines.add(
        """
        # The states of calls, agents and UUIs

        Written by `./dev docs` from `CallTransitions` and from what `CallDecider` decides; do not
        edit.

        A customer's call, an agent and a UUI (the id under which a PBX knows a call) each have a
        stream of events. One input, such as a webhook or a click, often changes several of them:
        all of its events are one append, so either all happen or none. If somebody else was
        quicker, the input is decided again on the newest state. What has to reach Twilio (telling
        a waiting caller to ask again) is a task in the same append; it survives a restart.

        ## Call

        `ARRIVED` also means a call that is an agent's but not answered yet.
        """);
    lines.addAll(diagram(CallState.class, "ARRIVED: CallArrived"));
    lines.add("  ENDED --> [*]");
    lines.add("```\n");
    lines.add("## Agent\n");
    lines.add(
        "`BUSY` means that at least one live call keeps the agent: it rings for them, or it is"
            + " theirs\nand they have not hung up.\n");
    lines.addAll(diagram(AgentState.class, "AWAY"));
    lines.add("```\n");
    lines.add("## UUI\n");
    lines.addAll(diagram(UuiState.class, "KNOWN"));
    lines.add("```\n");
    lines.addAll(tables());
    return String.join("\n", lines);
  }

  /// One arrow for all events that lead from one state to another.
  private static List<String> diagram(Class<? extends Enum<?>> states, String first) {
    final Map<String, List<String>> arrows = new LinkedHashMap<>();
    CallTransitions.ALL.stream()
        .filter(m -> states.isInstance(m.from()))
        .forEach(
            m ->
                arrows
                    .computeIfAbsent(m.from() + " --> " + m.to(), _ -> new ArrayList<>())
                    .add(m.event().getSimpleName()));
    final List<String> lines = new ArrayList<>();
    lines.add("```mermaid");
    lines.add("stateDiagram-v2");
    lines.add("  [*] --> " + first);
    arrows.forEach((arrow, events) -> lines.add("  " + arrow + ": " + String.join(", ", events)));
    return lines;
  }

  private static List<String> tables() {
    final List<String> lines = new ArrayList<>();
    lines.add(
        """
        ## What each input does

        A cell shows the events that are written: those of the call as they are, those of other
        streams after the stream's name. "The agent" is whoever the call belongs to or rings for,
        or else somebody who is away. A dash: nothing changes, and a webhook that asks is answered
        by how things stand. *Refused*: nothing changes, and the person is told why. *Recall*:
        Twilio is to tell the caller to ask again. *Look*: an agent may be ready, so callers who
        wait are looked at in a moment.

        ### Nobody's calls, and those that are over
        """);
    lines.addAll(
        calls(
            List.of("unknown", "arrived", "missed", "waits", "recalled", "ended"),
            List.of(
                "not known yet",
                "a PBX's, not answered",
                "an agent missed it",
                "waits",
                "waits, recalled",
                "ended")));
    lines.add("\n### An agent's calls\n");
    lines.addAll(
        calls(
            List.of("rings", "given", "talks", "pays", "hung up"),
            List.of(
                "rings for the agent",
                "assigned, not answered",
                "the agent talks",
                "a payment is open",
                "the agent hung up")));
    lines.add(
        """

        ### UUIs

        An agent claims the call under a UUI. Without a call, the claim waits for one; among two
        calls, the agent has to pick one by its CallSid.
        """);
    lines.addAll(uuis());
    lines.add("");
    return lines;
  }

  private record Row(String title, String input, String others) {}

  private static List<Row> rows() {
    return List.of(
        new Row("the caller asks, nobody is ready", "arrives", NOBODY),
        new Row("the caller asks, nobody is ready, no queue", "arrives, nobody may wait", NOBODY),
        new Row("the caller asks, another agent is ready", "arrives", READY),
        new Row("a recalled caller asks, another agent is ready", "asks", READY),
        new Row("the wait deadline passes, another agent is ready", "waits long", READY),
        new Row("the dial ends unanswered", "dial unanswered", NOBODY),
        new Row("the dial ends unanswered, another agent is ready", "dial unanswered", READY),
        new Row("an earlier dial ends unanswered", "earlier dial unanswered", NOBODY),
        new Row("the dial ends after an answer", "dial answered", NOBODY),
        new Row("the agent answers", "agent answers", NOBODY),
        new Row("another agent answers", "another answers", NOBODY),
        new Row("the agent's leg ends, no answer", "agent's leg no-answer", NOBODY),
        new Row("the agent's leg ends, completed", "agent's leg completed", NOBODY),
        new Row("an earlier leg of the agent ends", "agent's earlier leg no-answer", NOBODY),
        new Row("a PBX answers", "PBX answers", NOBODY),
        new Row("a PBX answers, for another agent", "PBX answers, another's", NOBODY),
        new Row("Twilio says that the customer talks", "found", NOBODY),
        new Row("the customer's leg is over", "over", NOBODY),
        new Row("the agent claims it", "agent claims", NOBODY),
        new Row("another agent claims it", "another claims", NOBODY),
        new Row("it is assigned to another agent", "assigned to another", NOBODY),
        new Row("the agent becomes ready", "agent is ready", NOBODY),
        new Row("the agent goes away", "agent is away", NOBODY));
  }

  private static List<String> calls(List<String> situations, List<String> titles) {
    final List<String> lines = header("input", titles);
    for (Row row : rows()) {
      lines.add(
          "| "
              + row.title()
              + situations.stream()
                  .map(
                      situation ->
                          cell(
                              CallInputs.INPUTS.get(row.input()),
                              CallSituations.CALLS.get(situation),
                              CallSituations.OTHERS.get(row.others())))
                  .collect(Collectors.joining(" | ", " | ", " |")));
    }
    return lines;
  }

  private static List<String> uuis() {
    final Map<String, String> rows = new LinkedHashMap<>();
    rows.put("the agent claims it", "agent claims by UUI");
    rows.put("another agent claims it", "another claims by UUI");
    rows.put("the customer is dialled under it", "dialled under it");
    rows.put("the agent takes their claim back", "agent withdraws");
    rows.put("a supervisor takes the claim back", "supervisor withdraws");
    final List<String> lines =
        header(
            "input",
            List.of(
                "nothing is known",
                "the call, nobody's",
                "the call, with a payment",
                "two calls",
                "the agent's claim waits",
                "another's claim waits",
                "a claim waited too long"));
    rows.forEach(
        (title, input) -> {
          final CallDecisionTable.Happening happening = CallInputs.UUI_INPUTS.get(input);
          lines.add(
              List.of(
                      cell(happening, uui("nothing")),
                      cell(happening, call("arrived"), uui("the call")),
                      cell(happening, call("pays"), uui("the call")),
                      cell(happening, call("arrived"), uui("two calls")),
                      cell(happening, uui("the agent's claim")),
                      cell(happening, uui("another agent's claim")),
                      cell(happening, uui("a claim that waited too long")))
                  .stream()
                  .collect(Collectors.joining(" | ", "| " + title + " | ", " |")));
        });
    return lines;
  }

  private static CallDecisionTable.Story uui(String name) {
    return CallSituations.UUIS.get(name);
  }

  private static CallDecisionTable.Story call(String name) {
    return CallSituations.CALLS.get(name);
  }

  private static List<String> header(String first, List<String> titles) {
    final List<String> lines = new ArrayList<>();
    lines.add("| " + first + " | " + String.join(" | ", titles) + " |");
    lines.add("|---".repeat(titles.size() + 1) + "|");
    return lines;
  }

  private static String cell(
      CallDecisionTable.Happening input, CallDecisionTable.Story... stories) {
    final CallDecisionTable.Cell cell = CallDecisionTable.after(stories).decide(input);
    if (cell.refusal().isPresent()) {
      return "*Refused* " + cell.refusal().get().refusal();
    }
    final Map<String, List<String>> byStream = new LinkedHashMap<>();
    cell.events()
        .forEach(
            event ->
                byStream
                    .computeIfAbsent(stream(event), _ -> new ArrayList<>())
                    .add(event.event().getClass().getSimpleName()));
    final List<String> parts = new ArrayList<>();
    byStream.forEach((stream, events) -> parts.add(stream + String.join(", ", events)));
    if (cell.told()) {
      parts.add("*recall*");
    }
    if (cell.looks()) {
      parts.add("*look*");
    }
    return parts.isEmpty() ? "–" : String.join("<br>", parts);
  }

  private static String stream(EventEnvelope event) {
    final String key = event.stream().key();
    return switch (event.stream().kind()) {
      case "CALL" -> key.equals(CallCentre.CALL.value()) ? "" : "another call: ";
      case "AGENT" -> new AgentId(key).equals(CallCentre.ALICE) ? "the agent: " : "another agent: ";
      case "UUI" -> "UUI: ";
      default -> "payment: ";
    };
  }
}
