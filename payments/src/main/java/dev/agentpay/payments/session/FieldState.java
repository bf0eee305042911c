package dev.agentpay.payments.session;

import dev.agentpay.payments.values.ErrorType;
import java.util.Optional;

/// State of one field of a session.
///
/// @param mask Twilio's masked value; empty string before anything was typed
/// @param captured whether Twilio has captured the field
/// @param rejections number of consecutive rejected entries
/// @param error why the last entry was rejected; empty once the field is captured
public record FieldState(String mask, boolean captured, int rejections, Optional<ErrorType> error) {

  /// State before the first entry.
  public static final FieldState UNTOUCHED = new FieldState("", false, 0, Optional.empty());

  FieldState withMask(String newMask) {
    return new FieldState(newMask, captured, rejections, error);
  }

  FieldState asCaptured() {
    return new FieldState(mask, true, 0, Optional.empty());
  }

  FieldState rejected(ErrorType reason) {
    return new FieldState("", false, rejections + 1, Optional.of(reason));
  }

  /// Discards what was typed, because the field is requested again.
  FieldState cleared() {
    return new FieldState("", false, rejections, error);
  }

  /// Resets the number of rejections, because a person requested the field.
  FieldState withoutRejections() {
    return new FieldState(mask, captured, 0, error);
  }
}
