package dev.agentpay.calls;

import static java.util.Map.entry;

import dev.agentpay.events.AggregateType;
import dev.agentpay.events.IndexColumns;
import dev.agentpay.events.Query;
import dev.agentpay.events.Schema;
import dev.agentpay.events.TextType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Storage schema of calls, agents and UUIs. Its names never change, because stored rows contain
/// them.
public final class CallSchema {
  private static final String LIVE = "LIVE";
  private static final String WAITING = "WAITING";

  /// A customer's call.
  public static final AggregateType<Call> CALL =
      new AggregateType<>(
          "CALL",
          Call.class,
          Map.ofEntries(
              entry("CallArrived", CallEvent.CallArrived.class),
              entry("AgentRung", CallEvent.AgentRung.class),
              entry("AgentMissed", CallEvent.AgentMissed.class),
              entry("CallerWaits", CallEvent.CallerWaits.class),
              entry("CallerRecalled", CallEvent.CallerRecalled.class),
              entry("AgentAnswered", CallEvent.AgentAnswered.class),
              entry("AgentHungUp", CallEvent.AgentHungUp.class),
              entry("CallAnswered", CallEvent.CallAnswered.class),
              entry("CallClaimed", CallEvent.CallClaimed.class),
              entry("CallAssigned", CallEvent.CallAssigned.class),
              entry("CallLeft", CallEvent.CallLeft.class),
              entry("CallEnded", CallEvent.CallEnded.class)),
          Call::evolve,
          call -> IndexColumns.of(stateColumn(call), call.isLive(), call.startedAt()),
          List.of());

  /// An agent who takes calls.
  public static final AggregateType<Agent> AGENT =
      new AggregateType<>(
          "AGENT",
          Agent.class,
          Map.of(
              "AgentReady", AgentEvent.AgentReady.class,
              "AgentAway", AgentEvent.AgentAway.class,
              "AgentBusy", AgentEvent.AgentBusy.class,
              "AgentFreed", AgentEvent.AgentFreed.class),
          Agent::evolve,
          agent -> IndexColumns.of(agent.state().name(), agent.isReady(), agent.since()),
          List.of());

  /// The calls and the claim under a UUI.
  public static final AggregateType<UuiEntry> UUI =
      new AggregateType<>(
          "UUI",
          UuiEntry.class,
          Map.of(
              "UuiMapped", UuiEvent.UuiMapped.class,
              "UuiAwaited", UuiEvent.UuiAwaited.class,
              "UuiLeft", UuiEvent.UuiLeft.class,
              "UuiServed", UuiEvent.UuiServed.class),
          UuiEntry::evolve,
          entry -> IndexColumns.of(entry.state().name(), false, Instant.EPOCH),
          List.of());

  /// Everything that this module stores.
  public static final Schema SCHEMA =
      new Schema(
          List.of(CALL, AGENT, UUI),
          Map.of(
              "RecallCaller",
              RecallCaller.class,
              "WaitDeadline",
              WaitDeadline.class,
              "LookForCallers",
              LookForCallers.class),
          List.of(new TextType<>(Uui.class, Uui::value, Uui::new)),
          Map.of(
              CallEvent.CallArrived.class,
              Map.of("route", CallRoute.SOFTPHONE),
              Agent.class,
              Map.of("others", List.of()),
              Call.class,
              Map.of(
                  "route",
                  CallRoute.SOFTPHONE,
                  "rung",
                  0L,
                  "missed",
                  List.of(),
                  "legs",
                  List.of(),
                  "hungUp",
                  false)));

  /// Calls that have not ended, newest first.
  static final Query LIVE_CALLS = Query.ALL.open(true);

  /// Calls whose callers are on hold, oldest first.
  static final Query WAITING_CALLS = LIVE_CALLS.ownedByNobody().in(Set.of(WAITING)).fromOldest();

  /// Agents who can be given a call, longest idle first.
  static final Query READY_AGENTS = Query.ALL.open(true).fromOldest();

  /// Agents whom calls keep busy.
  static final Query BUSY_AGENTS = Query.ALL.open(false).in(Set.of(AgentState.BUSY.name()));

  private CallSchema() {}

  /// Value of the indexed state column, by which waiting callers are found.
  private static String stateColumn(Call call) {
    if (!call.isLive()) {
      return "ENDED";
    }
    return call.waits() ? WAITING : LIVE;
  }
}
