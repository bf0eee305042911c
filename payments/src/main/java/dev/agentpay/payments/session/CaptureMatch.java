package dev.agentpay.payments.session;

/// Which capture a callback belongs to, as far as its URL and the previous answers show. The number
/// in the URL alone is not enough, because Twilio does not document which URL it uses for later
/// callbacks.
enum CaptureMatch {
  /// The current capture.
  PRESENT_CAPTURE,
  /// A capture that was replaced by a later one.
  EARLIER_CAPTURE,
  /// Either of them. The callback went to the create's URL, and we do not know yet whether Twilio
  /// has received the current capture.
  UNKNOWN;

  /// The number of the create, which is caused by a session's first event.
  private static final long CREATE = 1;

  static CaptureMatch of(PaySession session, PaymentStatus status) {
    final long number = status.captureHint().orElse(session.captureNumber());
    if (number >= session.captureNumber() || session.captureConfirmed()) {
      return PRESENT_CAPTURE;
    }
    return number == CREATE ? UNKNOWN : EARLIER_CAPTURE;
  }
}
