package dev.agentpay.scenarios.existing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The fields that an existing client still has to capture, the current one first. Not thread-safe.
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

  /// The current field; empty if no field is left.
  String first() {
    return fields.isEmpty() ? "" : fields.peekFirst();
  }

  /// Removes the current field and returns the next one; empty if no field is left.
  String shift() {
    fields.pollFirst();
    return first();
  }

  /// Puts the field first again.
  ///
  /// @return false if it is the current field already
  boolean unshift(String field) {
    if (first().equals(field)) {
      return false;
    }
    fields.addFirst(field);
    return true;
  }

  /// Restores the whole order.
  void reset() {
    fields.clear();
    fields.addAll(template);
  }
}
