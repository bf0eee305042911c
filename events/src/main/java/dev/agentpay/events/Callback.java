package dev.agentpay.events;

/// A verified callback that tells us something and wants no answer but that we have it. Handled
/// twice it changes nothing: Twilio repeats callbacks, and so does [Inbox].
public interface Callback extends Work {
  /// The queue in which it waits when it cannot be handled at once: what must be handled in the
  /// order in which it came.
  String queue();
}
