package dev.agentpay.store;

import dev.agentpay.core.Agent;
import dev.agentpay.core.AgentId;
import dev.agentpay.core.Aggregate;
import dev.agentpay.core.Call;
import dev.agentpay.core.PaySession;
import dev.agentpay.core.PaymentSid;
import dev.agentpay.core.SyncLease;
import dev.agentpay.core.UuiEntry;
import org.jspecify.annotations.Nullable;

/// The columns of a stream's row that questions are asked by.
record Columns(
    @Nullable String owner,
    boolean open,
    boolean holdsCall,
    @Nullable String call,
    @Nullable String payment,
    @Nullable String reference,
    long orderedAt) {

  /// The word in the `state` column for an agent whom a call keeps.
  static final String BUSY = "BUSY";

  /// The word for a call whose caller hears music.
  static final String WAITING = "WAITING";

  static Columns of(Aggregate state) {
    final String owner = state.owner().map(AgentId::value).orElse(null);
    return switch (state) {
      case PaySession session ->
          new Columns(
              owner,
              !session.state().isFinal(),
              session.holdsCall(),
              session.request().call().value(),
              session.payment().map(PaymentSid::value).orElse(null),
              session.request().reference().isEmpty() ? null : session.request().reference(),
              Times.nanos(session.startedAt()));
      case Call call ->
          new Columns(owner, call.isLive(), false, null, null, null, Times.nanos(call.startedAt()));
      case Agent agent ->
          new Columns(owner, agent.isReady(), false, null, null, null, Times.nanos(agent.since()));
      case SyncLease lease ->
          new Columns(owner, false, false, null, null, null, Times.nanos(lease.until()));
      case UuiEntry _ -> new Columns(owner, false, false, null, null, null, 0);
    };
  }

  /// The word in the `state` column.
  static String stateOf(Aggregate state) {
    return switch (state) {
      case PaySession session -> session.state().name();
      case Call call when call.waits() -> WAITING;
      case Call call -> call.isLive() ? "LIVE" : "ENDED";
      case Agent agent when agent.call().isPresent() -> BUSY;
      case Agent agent -> agent.isReady() ? "READY" : "AWAY";
      case SyncLease _ -> "KNOWN";
      case UuiEntry entry -> entry.awaited().isPresent() ? "AWAITED" : "KNOWN";
    };
  }
}
