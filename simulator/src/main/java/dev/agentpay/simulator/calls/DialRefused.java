package dev.agentpay.simulator.calls;

/// Thrown for a party that Twilio does not even ring, with the code and text of Twilio's error log.
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
