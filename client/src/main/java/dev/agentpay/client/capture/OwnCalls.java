package dev.agentpay.client.capture;

import dev.agentpay.client.model.Call;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the calls that the agent has just got.
final class OwnCalls {
  private Set<String> known = Set.of();
  private boolean isFirst = true;

  /// The sids of calls that were not among the last ones, newest last. The first time only the
  /// newest: the agent talks to one customer.
  ///
  /// @param answered the calls that the agent talks on now, newest last
  List<String> next(List<Call> answered) {
    final List<String> added =
        answered.stream().map(Call::sid).filter(sid -> !known.contains(sid)).toList();
    final int from = isFirst ? Math.max(0, added.size() - 1) : 0;
    known = answered.stream().map(Call::sid).collect(Collectors.toSet());
    isFirst = false;
    return added.subList(from, added.size());
  }
}
