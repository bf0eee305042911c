package dev.agentpay.events;

/// Verified status callback. The sender needs no answer but an acknowledgement. Handling must be
/// idempotent, because both Twilio and [Inbox] repeat callbacks.
public interface Callback extends Work {
  /// The queue in which it waits if it cannot be handled at once. Callbacks of one queue are
  /// handled in their order of arrival.
  String queue();
}
