package dev.agentpay.client.model;

import java.util.List;

/// The current state when a stream begins. Later items update it.
///
/// @param calls live calls
/// @param paySessions open sessions and those that ended recently
public record Snapshot(List<Call> calls, List<PaySession> paySessions, Me me)
    implements StreamItem {
  public Snapshot {
    calls = List.copyOf(calls);
    paySessions = List.copyOf(paySessions);
  }
}
