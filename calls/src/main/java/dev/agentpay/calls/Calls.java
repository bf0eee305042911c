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
import dev.agentpay.events.Query;
import dev.agentpay.events.Query.Page;
import dev.agentpay.events.Query.Position;
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

/// Service for calls, agents and claims. Passes each input to [CallDecider] and stores the
/// resulting events in one append. Every method blocks until that append is durable.
public final class Calls {
  /// Delay before a redirect request that may not have reached Twilio is sent again.
  private static final Duration RECALL_RETRY_DELAY = Duration.ofSeconds(2);

  private static final Origin QUEUE = new Origin(Actor.SYSTEM, "queue", "an agent is ready");
  private static final Origin UPGRADE =
      new Origin(Actor.SYSTEM, "upgrade", "an agent's state did not match their calls");

  private final Kernel kernel;
  private final PaySessions sessions;
  private final CallRecall recall;
  private final CallDecider decider;
  private final Decisions decisions;

  /// @param recall redirects a waiting caller when an agent becomes ready
  /// @param projection turns events into rows for external receivers
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
    kernel.worker().handle(LookForCallers.class, this::lookForCallers);
  }

  /// Decides what a call does next, when Twilio requests instructions. A repeated webhook gets the
  /// same answer.
  ///
  /// @param input [CallInput.CallerArrived], `CallForwarded`, `RecallWebhook` or `DialEnded`
  public NextStep next(CallInput input, Origin origin) {
    final NextStep step = (NextStep) decide(input, origin);
    return step instanceof NextStep.Wait ? retryIfAgentReady(input, origin).orElse(step) : step;
  }

  /// Handles a status update about a leg.
  ///
  /// @param input [CallInput.AgentLegAnswered], `AgentLegEnded`, `PbxLeg`, `CallOver` or
  ///   `CallRejected`
  /// @return false if the call is unknown
  /// @throws RefusedException `UNKNOWN_CALL` if an agent's leg belongs to no known call
  public boolean handle(CallInput input, Origin origin) {
    return ((CallOutcome.Handled) decide(input, origin)).isKnownCall();
  }

  /// Changes a call.
  ///
  /// @param input [CallInput.CustomerLeg], `CustomerFound`, `ClaimCall` or `AssignCall`
  /// @throws RefusedException `UNKNOWN_CALL`, `CALL_NOT_IN_PROGRESS`, `CALL_HAS_SESSION`
  public Call change(CallInput input, Origin origin) {
    return ((CallOutcome.CallResult) decide(input, origin)).call();
  }

  /// Records that an agent starts or stops taking calls.
  public Agent setAvailability(AgentId agent, boolean wantsCalls, Origin origin) {
    final CallInput input = new CallInput.SetAvailability(agent, wantsCalls);
    return ((CallOutcome.AgentResult) decide(input, origin)).agent();
  }

  /// Adds or withdraws a claim by UUI.
  ///
  /// @param input [CallInput.ClaimUui] or `WithdrawClaim`
  CallOutcome.UuiResult changeUui(CallInput input, Origin origin) {
    return (CallOutcome.UuiResult) decide(input, origin);
  }

  /// Returns the entry of a UUI and its live calls.
  CallOutcome.UuiResult lookUp(Uui uui) {
    final UuiEntry entry =
        kernel.store().load(CallSchema.UUI, uui.value()).orElseGet(() -> UuiEntry.unknown(uui));
    final List<Call> live =
        entry.calls(now(), decider.uuiKept()).reversed().stream()
            .flatMap(sid -> find(sid).stream())
            .filter(Call::isLive)
            .toList();
    return new CallOutcome.UuiResult(entry, live);
  }

  /// Returns the agent whose claim waits under a UUI.
  Optional<AgentId> awaitedBy(UuiEntry entry) {
    return entry.awaitedBy(now(), decider.uuiKept());
  }

  /// Finds a call by its sid.
  public Optional<Call> find(CallSid sid) {
    return kernel.store().load(CallSchema.CALL, sid.value());
  }

  /// Finds an agent by name. An agent without events is away.
  public Agent find(AgentId id) {
    return kernel.store().load(CallSchema.AGENT, id.value()).orElseGet(() -> Agent.unknown(id));
  }

  /// Lists the calls that have not ended, newest first, at most
  /// [dev.agentpay.events.EventStore#MAX_ROWS]. Skips calls that cannot be read, so use it for
  /// display only.
  ///
  /// @param owner only this agent's calls; empty: all calls
  public List<Call> live(Optional<AgentId> owner) {
    return kernel.store().findReadable(CallSchema.CALL, CallSchema.LIVE_CALLS.ownedBy(owner));
  }

  /// Like [#live], page by page.
  ///
  /// @param after empty for the first page
  /// @param limit 1 to [dev.agentpay.events.EventStore#MAX_ROWS]
  public Page<Call> live(Optional<AgentId> owner, Optional<Position> after, int limit) {
    return page(CallSchema.LIVE_CALLS.ownedBy(owner), after, limit);
  }

  /// Lists the calls that have not ended and have no owner, newest first, page by page.
  ///
  /// @param after empty for the first page
  /// @param limit 1 to [dev.agentpay.events.EventStore#MAX_ROWS]
  public Page<Call> unowned(Optional<Position> after, int limit) {
    return page(CallSchema.LIVE_CALLS.ownedByNobody(), after, limit);
  }

  private Page<Call> page(Query query, Optional<Position> after, int limit) {
    return kernel.store().page(CallSchema.CALL, query.after(after).atMost(limit));
  }

  /// Lists the readable calls that have not ended, oldest first.
  List<Call> liveOldestFirst() {
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
              last.mayHaveMissedCaller = calls.mayHaveMissedCaller();
              return decided;
            });
    sessions.forget(last.ended);
    if (last.mayHaveMissedCaller) {
      lookForCallersNow();
    }
    return outcome;
  }

  /// Decides again if an agent became ready while the caller was put on hold.
  private Optional<NextStep> retryIfAgentReady(CallInput input, Origin origin) {
    final CallInput again =
        switch (input) {
          case CallInput.CallerArrived arrived ->
              new CallInput.RecallWebhook(arrived.call(), arrived.queueing());
          case CallInput.DialEnded ended ->
              new CallInput.RecallWebhook(ended.call(), ended.queueing());
          default -> input;
        };
    try {
      return kernel.store().find(CallSchema.AGENT, CallSchema.READY_AGENTS.atMost(1)).isEmpty()
          ? Optional.empty()
          : Optional.of((NextStep) decide(again, origin));
    } catch (StoreUnavailableException later) {
      return Optional.empty(); // the wait is durable, and its deadline looks for an agent again
    }
  }

  /// Looks for callers who started to wait while an agent became ready.
  private void lookForCallersNow() {
    try {
      if (isAnybodyWaiting()) {
        decide(new CallInput.LookForWaitingCallers(), QUEUE);
      }
    } catch (StoreUnavailableException later) {
      // The caller's wait deadline looks again.
    }
  }

  private boolean isAnybodyWaiting() {
    return kernel.store().any(CallSchema.CALL, CallSchema.WAITING_CALLS);
  }

  private Optional<OutboxWorker.Retry> lookForCallers(Task task) {
    decide(new CallInput.LookForWaitingCallers(), QUEUE);
    kernel.outbox().done(task);
    return Optional.empty();
  }

  /// Corrects agents whose state an earlier version stored inconsistently with their calls.
  void realign() {
    final Set<AgentId> agents = new LinkedHashSet<>();
    kernel
        .store()
        .findReadable(CallSchema.AGENT, CallSchema.BUSY_AGENTS)
        .forEach(a -> agents.add(a.id()));
    live(Optional.empty()).forEach(call -> call.owner().ifPresent(agents::add));
    agents.forEach(
        agent -> CallSweep.isolated(agent, () -> decide(new CallInput.Realign(agent), UPGRADE)));
  }

  private Optional<OutboxWorker.Retry> recall(Task task) {
    final CallSid sid = ((RecallCaller) task.work()).call();
    if (find(sid).filter(Calls::needsRecall).isPresent() && !recall.recall(sid)) {
      return Optional.of(OutboxWorker.Retry.at(now().plus(RECALL_RETRY_DELAY)));
    }
    kernel.outbox().done(task);
    return Optional.empty();
  }

  /// Whether the caller is still on hold and an agent is to be rung for them.
  private static boolean needsRecall(Call call) {
    return call.waiting().filter(w -> w.recalled().isPresent()).isPresent()
        || call.agent().filter(a -> call.isAssignedTo(a) && call.ringing().isEmpty()).isPresent();
  }

  private Optional<OutboxWorker.Retry> waitDeadline(Task task) {
    final CallSid sid = ((WaitDeadline) task.work()).call();
    if (handle(new CallInput.WaitDeadlinePassed(sid), QUEUE)) {
      return Optional.of(OutboxWorker.Retry.at(now().plus(CallDraft.RECALL_TIMEOUT)));
    }
    kernel.outbox().done(task);
    return Optional.empty();
  }

  /// Reads the store for one attempt at a decision, and collects its side effects.
  private final class Attempt implements Situation {
    private final List<SessionId> ended = new ArrayList<>();
    private boolean mayHaveMissedCaller;

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
    public void endPayments(Draft draft, CallSid call, String callStatus) {
      ended.addAll(sessions.callOver(draft, call, callStatus));
    }
  }
}
