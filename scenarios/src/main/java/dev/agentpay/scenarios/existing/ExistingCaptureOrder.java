package dev.agentpay.scenarios.existing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The fields that an existing client still has to ask for, the present one first. Not thread-safe.
final class ExistingCaptureOrder {
  private final List<String> template;
  private final Deque<String> fields;

  ExistingCaptureOrder(List<String> template) {
    this.template = List.copyOf(template);
    fields = new ArrayDeque<>(template);
  }

  List<String> template() {
    return template;
  }

  /// The present one; empty when there is none left.
  String first() {
    return fields.isEmpty() ? "" : fields.peekFirst();
  }

  /// Goes on to the next one, and gives it; empty when there is none left.
  String shift() {
    fields.pollFirst();
    return first();
  }

  /// This one comes first again.
  ///
  /// @return false when it is the present one anyway
  boolean unshift(String field) {
    if (first().equals(field)) {
      return false;
    }
    fields.addFirst(field);
    return true;
  }

  /// Begins anew.
  void reset() {
    fields.clear();
    fields.addAll(template);
  }
}
