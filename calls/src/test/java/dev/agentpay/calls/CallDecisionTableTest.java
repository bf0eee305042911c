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

/// Every input in every state has a decision, and what must always hold holds after each.
class CallDecisionTableTest {
  @Test
  void every_input_in_every_state_has_a_decision() {
    final List<String> broken = new ArrayList<>();
    CallSituations.CALLS.forEach(
        (name, call) ->
            CallSituations.OTHERS.forEach(
                (other, also) ->
                    broken.addAll(broken(name + "; " + other, CallInputs.INPUTS, call, also))));
    assertThat(broken).isEmpty();
  }

  @Test
  void every_input_under_every_uui_has_a_decision() {
    final List<String> broken = new ArrayList<>();
    CallSituations.UUIS.forEach(
        (under, uui) ->
            CallSituations.CALLS.forEach(
                (name, call) ->
                    broken.addAll(
                        broken(
                            name + "; under the UUI: " + under,
                            CallInputs.UUI_INPUTS,
                            uui,
                            call))));
    assertThat(broken).isEmpty();
  }

  /// What is wrong after each of these inputs.
  private static List<String> broken(
      String situation,
      Map<String, CallDecisionTable.Happening> inputs,
      CallDecisionTable.Story... stories) {
    final List<String> broken = new ArrayList<>();
    inputs.forEach(
        (name, input) -> {
          final CallDecisionTable before = CallDecisionTable.after(stories);
          wrong(before, input)
              .map(why -> situation + " | " + name + ": " + why)
              .forEach(broken::add);
        });
    return broken;
  }

  private static Stream<String> wrong(CallDecisionTable centre, CallDecisionTable.Happening input) {
    final Optional<Call> before = centre.calls.find(CallCentre.CALL);
    final CallDecisionTable.Cell cell;
    try {
      cell = centre.decide(input);
    } catch (RuntimeException thrown) {
      return Stream.of("throws " + thrown);
    }
    final List<String> wrong = wrong(centre, before);
    if (cell.refusal().isPresent() && !isPlain(cell)) {
      wrong.add("is refused without a text, or changes something all the same");
    }
    return wrong.stream();
  }

  /// What must hold and does not.
  ///
  /// @param before how the call stood earlier
  static List<String> wrong(CallDecisionTable centre, Optional<Call> before) {
    final List<String> wrong = new ArrayList<>();
    final Optional<Call> now = centre.calls.find(CallCentre.CALL);
    if (before.filter(call -> !call.isLive()).isPresent() && !before.equals(now)) {
      wrong.add("changes a call that is over");
    }
    for (AgentId agent : List.of(CallCentre.ALICE, CallCentre.BOB)) {
      if (!keptBy(centre, agent).equals(busyWith(centre.agent(agent)))) {
        wrong.add(
            "%s is busy with %s and kept by %s"
                .formatted(agent, busyWith(centre.agent(agent)), keptBy(centre, agent)));
      }
    }
    for (PaySession session : centre.sessions.find(SessionQuery.openOn(CallCentre.CALL))) {
      if (now.filter(call -> call.isOf(session.agent())).isEmpty()) {
        wrong.add("%s's payment is open on %s".formatted(session.agent(), now));
      }
    }
    return wrong;
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
