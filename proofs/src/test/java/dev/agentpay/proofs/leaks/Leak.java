package dev.agentpay.proofs.leaks;

import java.util.Locale;

/// Card data in a place where it must not be.
///
/// @param form how the data is encoded, or the field name in front of it
/// @param at the offset of its last byte
/// @param around the surrounding text, with masked digits
record Leak(Sink sink, CardPatterns.Secret secret, String form, long at, String around) {
  @Override
  public String toString() {
    return "%s contains a %s (%s) at byte %d: %s"
        .formatted(
            sink.name(),
            secret.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            form,
            at,
            around);
  }
}
