package dev.agentpay.server.api;

import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemException.FieldError;
import dev.agentpay.server.http.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares the values of a request with those to which its token is pinned, and collects the
/// fields that differ.
final class PinCheck {
  private final List<FieldError> differing = new ArrayList<>();

  /// Returns the pinned value, or the given one if there is no pin.
  ///
  /// @param given what the request says; empty if it leaves the field out
  /// @param pinned the only value that the token allows
  <T> Optional<T> fill(String field, Optional<T> given, Optional<T> pinned) {
    pinned.ifPresent(
        pin -> {
          if (given.isPresent() && !given.equals(pinned)) {
            refuse(field, "this token allows only %s; leave the field out".formatted(pin));
          }
        });
    return pinned.or(() -> given);
  }

  /// Notes that the token does not allow the value of a field.
  void refuse(String field, String detail) {
    differing.add(new FieldError(field, detail));
  }

  /// @throws ProblemException `FORBIDDEN` with all fields that differ
  void done() {
    if (!differing.isEmpty()) {
      final FieldError first = differing.getFirst();
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          first.field() + ": " + first.detail(),
          differing,
          Optional.empty());
    }
  }
}
