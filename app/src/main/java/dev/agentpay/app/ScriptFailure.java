package dev.agentpay.app;

/// A script did not go as it should have. The message is for the transcript.
final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScriptFailure(String message) {
    super(message);
  }

  ScriptFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
