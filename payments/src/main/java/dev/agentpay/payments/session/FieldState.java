package dev.agentpay.payments.session;

import dev.agentpay.payments.values.ErrorType;
import java.util.Optional;

/// What is known of one field of a session.
///
/// @param mask what Twilio shows of it; empty string before anything was typed
/// @param captured whether Twilio has it
/// @param rejections how many times in a row what was typed was not taken
/// @param error why the last try was not taken; gone once it is captured
public record FieldState(String mask, boolean captured, int rejections, Optional<ErrorType> error) {

  /// Nothing is known yet.
  public static final FieldState UNTOUCHED = new FieldState("", false, 0, Optional.empty());

  FieldState masked(String newMask) {
    return new FieldState(newMask, captured, rejections, error);
  }

  FieldState done() {
    return new FieldState(mask, true, 0, Optional.empty());
  }

  FieldState rejected(ErrorType why) {
    return new FieldState("", false, rejections + 1, Optional.of(why));
  }

  /// Asked for again: what was typed is void.
  FieldState reopened() {
    return new FieldState("", false, rejections, error);
  }

  /// Asked for by a person: the count of rejections begins anew.
  FieldState forgiven() {
    return new FieldState(mask, captured, 0, error);
  }
}
