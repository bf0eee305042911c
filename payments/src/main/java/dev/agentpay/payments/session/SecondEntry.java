package dev.agentpay.payments.session;

/// What a status callback says about the second of two entries of its field. Twilio captures the
/// second entry as `…-matcher` and compares it with the first.
public enum SecondEntry {
  /// The first entry is finished, and the second has to be captured.
  DUE,
  /// The callback is about the second entry.
  REPORTED
}
