package dev.agentpay.client.model;

import java.util.Optional;

/// What is known of one field of a pay session. Never what was typed: only its mask.
///
/// @param mask what Twilio shows of it; empty before anything was typed
/// @param rejections how many times in a row what was typed was not taken
/// @param error why the last try was not taken, in Twilio's word, such as `invalid-card-number`
public record Field(
    CaptureField field, State state, String mask, int rejections, Optional<String> error) {

  /// Where a field stands.
  public enum State {
    /// Not asked for yet.
    WAITING,
    /// The customer types it.
    CAPTURING,
    /// Twilio has it.
    CAPTURED,
    /// Twilio did not take it.
    REJECTED,
    /// A state that this client does not know.
    UNKNOWN
  }
}
