package dev.agentpay.simulator.calls;

/// A party that Twilio does not even ring: the code and the words of its error log.
final class DialRefused extends RuntimeException {
  private final int code;

  DialRefused(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
