package dev.agentpay.client.model;

import java.util.Optional;

/// The state of one field of a pay session. Contains only a mask, never the typed digits.
///
/// @param second whether the customer types it for the second time, so that Twilio can compare
/// @param mask Twilio's mask; empty before the customer has typed
/// @param rejections consecutive rejected inputs
/// @param error why the last input was rejected, in Twilio's spelling, such as
///   `invalid-card-number`
public record Field(
    CaptureField field,
    State state,
    boolean second,
    String mask,
    int rejections,
    Optional<String> error) {

  /// The state of a field.
  public enum State {
    /// Not requested yet.
    WAITING,
    /// The customer is typing it.
    CAPTURING,
    /// Twilio has accepted it.
    CAPTURED,
    /// Twilio has rejected it.
    REJECTED,
    /// A state that this client version does not know.
    UNKNOWN
  }
}
