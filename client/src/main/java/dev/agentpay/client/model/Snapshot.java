package dev.agentpay.client.model;

import java.util.List;

/// How things stand when a stream begins. What comes after it changes these.
///
/// @param calls live calls
/// @param paySessions open ones, and those that ended lately
public record Snapshot(List<Call> calls, List<PaySession> paySessions, Me me)
    implements StreamItem {
  public Snapshot {
    calls = List.copyOf(calls);
    paySessions = List.copyOf(paySessions);
  }
}
