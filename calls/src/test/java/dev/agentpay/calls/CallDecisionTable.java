package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Result of each input ([CallInputs]) in each situation ([CallSituations]). "The agent" is alice,
/// "another agent" is bob.
final class CallDecisionTable extends CallCentre {
  /// Steps that lead to a situation.
  interface Setup extends Consumer<CallDecisionTable> {}

  /// Creates an input that may depend on the situation, such as the number of the current ring.
  interface InputFactory extends Function<CallDecisionTable, CallInput> {}

  /// Result of an input.
  ///
  /// @param refusal present if the input was refused
  /// @param events the events written
  /// @param recalls whether a caller is recalled
  /// @param looks whether a task looks for waiting callers
  /// @param centre the situation afterwards
  record Cell(
      Optional<RefusedException> refusal,
      List<EventEnvelope> events,
      boolean recalls,
      boolean looks,
      CallDecisionTable centre) {}

  private CallDecisionTable() {}

  /// Applies the setups one after another.
  static CallDecisionTable after(Setup... setups) {
    final CallDecisionTable centre = new CallDecisionTable();
    for (Setup setup : setups) {
      setup.accept(centre);
    }
    return centre;
  }

  Cell decide(InputFactory factory) {
    final CallInput input = factory.apply(this);
    final int before = store.log().size();
    final List<Task> tasks = store.tasks();
    Optional<RefusedException> refusal = Optional.empty();
    try {
      apply(input);
    } catch (RefusedException refused) {
      refusal = Optional.of(refused);
    }
    final List<EventEnvelope> events = store.log().subList(before, store.log().size());
    final boolean recalls =
        store.tasks().stream()
            .anyMatch(task -> task.work() instanceof RecallCaller && !tasks.contains(task));
    final boolean looks =
        store.tasks().stream()
            .anyMatch(task -> task.work() instanceof LookForCallers && !tasks.contains(task));
    return new Cell(refusal, List.copyOf(events), recalls, looks, this);
  }

  private void apply(CallInput input) {
    switch (input) {
      case CallInput.CallerArrived _,
          CallInput.CallForwarded _,
          CallInput.RecallWebhook _,
          CallInput.DialEnded _ ->
          calls.next(input, ORIGIN);
      case CallInput.WaitDeadlinePassed _,
          CallInput.AgentLegAnswered _,
          CallInput.AgentLegEnded _,
          CallInput.PbxLeg _,
          CallInput.CallOver _,
          CallInput.CallRejected _,
          CallInput.LookForWaitingCallers _ ->
          calls.handle(input, ORIGIN);
      case CallInput.CustomerLeg _,
          CallInput.CustomerFound _,
          CallInput.ClaimCall _,
          CallInput.AssignCall _ ->
          calls.change(input, ORIGIN);
      case CallInput.ClaimUui _, CallInput.WithdrawClaim _ -> calls.changeUui(input, ORIGIN);
      case CallInput.SetAvailability set ->
          calls.setAvailability(set.agent(), set.wantsCalls(), ORIGIN);
      case CallInput.Realign _ -> calls.realign();
    }
  }

  void rings(AgentId agent) {
    ready(agent);
    arrives(CALL);
  }

  void missed() {
    rings(ALICE);
    legEnds(CALL, ALICE, ring(CALL), LEG, "no-answer");
    away(ALICE);
  }

  void assignedBeforeAnswer(AgentId agent) {
    began(CALL, CallRoute.SIP_OUT, Optional.empty());
    assigned(CALL, agent);
  }

  void busyWith(CallSid call, AgentId agent) {
    began(call, CallRoute.SIP_OUT, Optional.empty());
    assigned(call, agent);
  }

  void paying(AgentId agent) {
    final PaySession session = pays(agent);
    if (session.state().isFinal()) {
      throw new IllegalStateException("the payment must be open");
    }
  }

  void began(CallSid call, CallRoute route, Optional<CallSid> agentLeg) {
    calls.change(
        new CallInput.CustomerLeg(
            new CallEvent.CallArrived(call, CUSTOMER, NUMBER, route, Optional.empty(), agentLeg),
            Optional.empty(),
            false,
            Optional.empty()),
        ORIGIN);
  }

  CallInput.CustomerLeg leg(
      CallRoute route, Optional<CallSid> agentLeg, Optional<AgentId> agent, boolean answered) {
    return new CallInput.CustomerLeg(
        new CallEvent.CallArrived(CALL, CUSTOMER, NUMBER, route, Optional.empty(), agentLeg),
        agent,
        answered,
        Optional.empty());
  }

  static CallInput.CustomerFound found() {
    return new CallInput.CustomerFound(
        new CallEvent.CallArrived(
            CALL, CUSTOMER, NUMBER, CallRoute.FOREIGN, Optional.empty(), Optional.of(LEG)));
  }

  void pbx(Optional<Uui> uui, Optional<AgentId> agent, boolean answered) {
    calls.handle(new CallInput.PbxLeg(CALL, LEG, uui, agent, answered), ORIGIN);
  }

  CallInput dial(Optional<Long> ring, boolean answered, boolean canceled, Queueing queueing) {
    return new CallInput.DialEnded(
        CALL, ring, answered, canceled, answered ? "completed" : "no-answer", queueing);
  }

  Optional<Long> currentRing() {
    return calls.find(CALL).map(Call::rung);
  }

  /// Records that an agent is ready, without a task that looks for waiting callers.
  void readyWithoutLook(AgentEvent.AgentReady ready) {
    final Agent before = agent(ready.agent());
    passes(Duration.ofSeconds(1));
    final EventEnvelope event =
        new EventEnvelope(
            before.stream(),
            before.version() + 1,
            time.now(),
            ORIGIN,
            Optional.of(ready.agent()),
            ready);
    if (!before.wantsCalls()) {
      store.append(Append.of(before.version(), List.of(event), before.evolve(event)));
    }
  }
}
