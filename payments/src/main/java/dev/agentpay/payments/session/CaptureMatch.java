package dev.agentpay.payments.session;

/// Which capture a callback is about, as far as its URL and the answers so far tell. The number in
/// the URL alone never decides, since which URL Twilio uses for a later callback is not published.
enum CaptureMatch {
  /// The present one.
  PRESENT_CAPTURE,
  /// One that another has replaced.
  EARLIER_CAPTURE,
  /// Either: it went to the create's URL, and Twilio has not shown yet that it got the present
  /// capture.
  UNKNOWN;

  /// The number of the create, which a session's first event causes.
  private static final long CREATE = 1;

  static CaptureMatch of(PaySession now, PaymentStatus status) {
    final long number = status.captureHint().orElse(now.captureNumber());
    if (number >= now.captureNumber() || now.captureConfirmed()) {
      return PRESENT_CAPTURE;
    }
    return number == CREATE ? UNKNOWN : EARLIER_CAPTURE;
  }
}
