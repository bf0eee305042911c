package dev.agentpay.calls;

import dev.agentpay.calls.ports.CallRecall;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Decisions;
import dev.agentpay.events.Draft;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Origin;
import dev.agentpay.events.OutboxWorker;
import dev.agentpay.events.Projection;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.events.Task;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Runs calls, agents and claims: takes an input, has it decided, and makes everything that belongs
/// together durable at once. Every method blocks until that is done.
public final class Calls {
  /// Before Twilio is told again that a caller is to ask.
  private static final Duration RECALL_PAUSE = Duration.ofSeconds(2);

  private static final Origin QUEUE = new Origin(Actor.SYSTEM, "queue", "an agent is ready");
  private static final Origin UPGRADE =
      new Origin(Actor.SYSTEM, "upgrade", "an agent and their calls disagreed");

  private final Kernel kernel;
  private final PaySessions sessions;
  private final CallRecall recall;
  private final CallDecider decider;
  private final Decisions decisions;

  /// @param recall tells a caller who waits that somebody is ready
  /// @param projection turns events into rows for somebody outside
  public Calls(
      Kernel kernel,
      PaySessions sessions,
      CallRecall recall,
      CallDecider decider,
      Projection projection) {
    this.kernel = kernel;
    this.sessions = sessions;
    this.recall = recall;
    this.decider = decider;
    this.decisions = new Decisions(kernel, projection);
    kernel.worker().handle(RecallCaller.class, this::recall);
    kernel.worker().handle(WaitDeadline.class, this::waitDeadline);
    kernel.worker().handle(LookForCallers.class, this::look);
  }

  /// A call asks what to do. A repeated webhook gets the same answer.
  ///
  /// @param input [CallInput.CallerArrived], `CallForwarded`, `RecalledCallerAsks` or `DialEnded`
  public NextStep next(CallInput input, Origin origin) {
    final NextStep step = (NextStep) decide(input, origin);
    return step instanceof NextStep.Wait ? lookAgain(input, origin).orElse(step) : step;
  }

  /// Twilio tells how far a leg has got.
  ///
  /// @param input [CallInput.AgentLegAnswered], `AgentLegEnded`, `PbxLeg`, `CallOver` or
  ///   `TurnedAway`
  /// @return false when it is about no call of ours
  /// @throws RefusedException `UNKNOWN_CALL` when an agent's leg is about no call of ours
  public boolean tell(CallInput input, Origin origin) {
    return ((CallOutcome.Taken) decide(input, origin)).isOurs();
  }

  /// Changes a call.
  ///
  /// @param input [CallInput.CustomerLeg], `CustomerFound`, `ClaimCall` or `AssignCall`
  /// @throws RefusedException `UNKNOWN_CALL`, `CALL_NOT_IN_PROGRESS`, `CALL_HAS_SESSION`
  public Call change(CallInput input, Origin origin) {
    return ((CallOutcome.CallIs) decide(input, origin)).call();
  }

  /// An agent takes calls from now on, or no longer.
  public Agent setAvailability(AgentId agent, boolean wantsCalls, Origin origin) {
    final CallInput input = new CallInput.SetAvailability(agent, wantsCalls);
    return ((CallOutcome.AgentIs) decide(input, origin)).agent();
  }

  /// Changes what is known under a UUI.
  ///
  /// @param input [CallInput.ClaimUui] or `WithdrawClaim`
  CallOutcome.UuiIs changeUui(CallInput input, Origin origin) {
    return (CallOutcome.UuiIs) decide(input, origin);
  }

  /// What is under a UUI.
  CallOutcome.UuiIs under(Uui uui) {
    final UuiEntry entry =
        kernel.store().load(CallSchema.UUI, uui.value()).orElseGet(() -> UuiEntry.unknown(uui));
    final List<Call> live =
        entry.calls(now(), decider.uuiKept()).reversed().stream()
            .flatMap(sid -> find(sid).stream())
            .filter(Call::isLive)
            .toList();
    return new CallOutcome.UuiIs(entry, live);
  }

  /// Whose claim waits under a UUI.
  Optional<AgentId> awaitedBy(UuiEntry entry) {
    return entry.awaitedBy(now(), decider.uuiKept());
  }

  /// The call of this sid.
  public Optional<Call> find(CallSid sid) {
    return kernel.store().load(CallSchema.CALL, sid.value());
  }

  /// The agent of this name; away when nothing was ever recorded.
  public Agent find(AgentId id) {
    return kernel.store().load(CallSchema.AGENT, id.value()).orElseGet(() -> Agent.unknown(id));
  }

  /// Calls that have not ended and can be read, newest first, at most
  /// [dev.agentpay.events.EventStore#MAX_ROWS]. For showing.
  ///
  /// @param owner whose; empty: everybody's
  public List<Call> live(Optional<AgentId> owner) {
    return kernel.store().findReadable(CallSchema.CALL, CallSchema.LIVE_CALLS.ownedBy(owner));
  }

  /// Calls that have not ended and are nobody's, newest first.
  public List<Call> unowned() {
    return kernel.store().findReadable(CallSchema.CALL, CallSchema.LIVE_CALLS.ownedByNobody());
  }

  /// Calls that have not ended and can be read, the longest first.
  List<Call> longest() {
    return kernel.store().findReadable(CallSchema.CALL, CallSchema.LIVE_CALLS.fromOldest());
  }

  private Instant now() {
    return kernel.scheduler().now();
  }

  private CallOutcome decide(CallInput input, Origin origin) {
    final Attempt last = new Attempt();
    final CallOutcome outcome =
        decisions.make(
            input,
            origin,
            draft -> {
              last.ended.clear();
              final CallDraft calls = new CallDraft(draft, last);
              final CallOutcome decided = decider.decide(calls, input);
              last.mayBeWaitedFor = calls.mayBeWaitedFor();
              return decided;
            });
    sessions.forget(last.ended);
    if (last.mayBeWaitedFor) {
      lookForCallers();
    }
    return outcome;
  }

  /// Somebody may have become ready while the caller was told to wait.
  private Optional<NextStep> lookAgain(CallInput input, Origin origin) {
    final CallInput again =
        switch (input) {
          case CallInput.CallerArrived arrived ->
              new CallInput.RecalledCallerAsks(arrived.call(), arrived.queueing());
          case CallInput.DialEnded ended ->
              new CallInput.RecalledCallerAsks(ended.call(), ended.queueing());
          default -> input;
        };
    try {
      return kernel.store().find(CallSchema.AGENT, CallSchema.READY_AGENTS.atMost(1)).isEmpty()
          ? Optional.empty()
          : Optional.of((NextStep) decide(again, origin));
    } catch (StoreUnavailableException later) {
      return Optional.empty(); // that the caller waits is durable; the deadline looks again
    }
  }

  /// Somebody may have begun to wait while an agent became ready.
  private void lookForCallers() {
    try {
      if (isAnybodyWaiting()) {
        decide(new CallInput.LookForWaitingCallers(), QUEUE);
      }
    } catch (StoreUnavailableException later) {
      // The caller's deadline looks again.
    }
  }

  private boolean isAnybodyWaiting() {
    return kernel.store().any(CallSchema.CALL, CallSchema.WAITING_CALLS);
  }

  private Optional<OutboxWorker.Retry> look(Task task) {
    decide(new CallInput.LookForWaitingCallers(), QUEUE);
    kernel.outbox().done(task);
    return Optional.empty();
  }

  /// Brings agents of a data folder that an earlier version wrote in line with their calls.
  void realign() {
    final Set<AgentId> agents = new LinkedHashSet<>();
    kernel
        .store()
        .findReadable(CallSchema.AGENT, CallSchema.BUSY_AGENTS)
        .forEach(a -> agents.add(a.id()));
    live(Optional.empty()).forEach(call -> call.owner().ifPresent(agents::add));
    agents.forEach(
        agent -> CallSweep.alone(agent, () -> decide(new CallInput.Realign(agent), UPGRADE)));
  }

  private Optional<OutboxWorker.Retry> recall(Task task) {
    final CallSid sid = ((RecallCaller) task.work()).call();
    if (find(sid).filter(Calls::isToAsk).isPresent() && !recall.recall(sid)) {
      return Optional.of(OutboxWorker.Retry.at(now().plus(RECALL_PAUSE)));
    }
    kernel.outbox().done(task);
    return Optional.empty();
  }

  /// Whether the caller hears music, and somebody is to be rung for them.
  private static boolean isToAsk(Call call) {
    return call.waiting().filter(w -> w.recalled().isPresent()).isPresent()
        || call.agent().filter(a -> call.isGivenTo(a) && call.ringing().isEmpty()).isPresent();
  }

  private Optional<OutboxWorker.Retry> waitDeadline(Task task) {
    final CallSid sid = ((WaitDeadline) task.work()).call();
    if (tell(new CallInput.WaitDeadlinePassed(sid), QUEUE)) {
      return Optional.of(OutboxWorker.Retry.at(now().plus(CallDraft.ASKS_WITHIN)));
    }
    kernel.outbox().done(task);
    return Optional.empty();
  }

  /// What the store has, for one attempt at a decision.
  private final class Attempt implements Situation {
    private final List<SessionId> ended = new ArrayList<>();
    private boolean mayBeWaitedFor;

    @Override
    public List<Agent> readyAgents() {
      return kernel.store().find(CallSchema.AGENT, CallSchema.READY_AGENTS);
    }

    @Override
    public List<Call> waitingCalls() {
      return kernel.store().find(CallSchema.CALL, CallSchema.WAITING_CALLS);
    }

    @Override
    public List<Call> liveCallsOf(AgentId agent) {
      return kernel
          .store()
          .find(CallSchema.CALL, CallSchema.LIVE_CALLS.ownedBy(Optional.of(agent)));
    }

    @Override
    public boolean isAnybodyWaiting() {
      return Calls.this.isAnybodyWaiting();
    }

    @Override
    public Optional<SessionId> paymentOn(CallSid call) {
      return sessions.holder(call);
    }

    @Override
    public void endPayments(Draft draft, CallSid call, String why) {
      ended.addAll(sessions.callOver(draft, call, why));
    }
  }
}
