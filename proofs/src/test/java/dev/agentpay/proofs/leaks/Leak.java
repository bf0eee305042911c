package dev.agentpay.proofs.leaks;

import java.util.Locale;

/// Card data where none may be.
///
/// @param form how it was written, or the name that it stood beside
/// @param at the offset of its last byte
/// @param around what stands there, digits masked
record Leak(Sink sink, CardTraces.Secret secret, String form, long at, String around) {
  @Override
  public String toString() {
    return "%s has a %s (%s) at byte %d: %s"
        .formatted(
            sink.name(),
            secret.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            form,
            at,
            around);
  }
}
