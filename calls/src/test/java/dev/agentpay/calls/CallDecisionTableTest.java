package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.SessionQuery;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.values.CallSid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every input in every state has a decision, and the invariants hold after each.
class CallDecisionTableTest {
  @Test
  void every_input_in_every_state_has_a_decision() {
    final List<String> violations = new ArrayList<>();
    CallSituations.CALLS.forEach(
        (name, call) ->
            CallSituations.OTHERS.forEach(
                (other, also) ->
                    violations.addAll(
                        violationsAfter(name + "; " + other, CallInputs.INPUTS, call, also))));
    assertThat(violations).isEmpty();
  }

  @Test
  void every_input_under_every_uui_has_a_decision() {
    final List<String> violations = new ArrayList<>();
    CallSituations.UUIS.forEach(
        (under, uui) ->
            CallSituations.CALLS.forEach(
                (name, call) ->
                    violations.addAll(
                        violationsAfter(
                            name + "; under the UUI: " + under,
                            CallInputs.UUI_INPUTS,
                            uui,
                            call))));
    assertThat(violations).isEmpty();
  }

  /// Applies each input to a fresh situation and returns what is wrong afterwards.
  private static List<String> violationsAfter(
      String situation,
      Map<String, CallDecisionTable.InputFactory> inputs,
      CallDecisionTable.Setup... setups) {
    final List<String> violations = new ArrayList<>();
    inputs.forEach(
        (name, input) -> {
          final CallDecisionTable before = CallDecisionTable.after(setups);
          violations(before, input)
              .map(why -> situation + " | " + name + ": " + why)
              .forEach(violations::add);
        });
    return violations;
  }

  private static Stream<String> violations(
      CallDecisionTable centre, CallDecisionTable.InputFactory input) {
    final Optional<Call> before = centre.calls.find(CallCentre.CALL);
    final CallDecisionTable.Cell cell;
    try {
      cell = centre.decide(input);
    } catch (RuntimeException thrown) {
      return Stream.of("throws " + thrown);
    }
    final List<String> violations = violations(centre, before);
    if (cell.refusal().isPresent() && !isPlain(cell)) {
      violations.add("is refused without a text, or changes something although refused");
    }
    return violations.stream();
  }

  /// Returns the invariants that do not hold.
  ///
  /// @param before the call before the input
  static List<String> violations(CallDecisionTable centre, Optional<Call> before) {
    final List<String> violations = new ArrayList<>();
    final Optional<Call> now = centre.calls.find(CallCentre.CALL);
    if (before.filter(call -> !call.isLive()).isPresent() && !before.equals(now)) {
      violations.add("changes a call that has ended");
    }
    for (AgentId agent : List.of(CallCentre.ALICE, CallCentre.BOB)) {
      if (!keptBy(centre, agent).equals(busyWith(centre.agent(agent)))) {
        violations.add(
            "%s is busy with %s, but these calls keep them busy: %s"
                .formatted(agent, busyWith(centre.agent(agent)), keptBy(centre, agent)));
      }
    }
    for (PaySession session : centre.sessions.find(SessionQuery.openOn(CallCentre.CALL))) {
      if (now.filter(call -> call.isOf(session.agent())).isEmpty()) {
        violations.add("%s's payment is open on %s".formatted(session.agent(), now));
      }
    }
    return violations;
  }

  private static boolean isPlain(CallDecisionTable.Cell cell) {
    return cell.events().isEmpty()
        && cell.refusal().map(Throwable::getMessage).filter(text -> !text.isBlank()).isPresent();
  }

  private static Set<CallSid> busyWith(Agent agent) {
    return Stream.concat(agent.call().stream(), agent.others().stream())
        .collect(Collectors.toSet());
  }

  private static Set<CallSid> keptBy(CallDecisionTable centre, AgentId agent) {
    return centre.calls.live(Optional.empty()).stream()
        .filter(call -> call.keeps(agent))
        .map(Call::sid)
        .collect(Collectors.toSet());
  }
}
