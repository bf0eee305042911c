package dev.agentpay.scenarios;

/// A script did not go as it should have. The message is for the transcript.
public final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScriptFailure(String message) {
    super(message);
  }

  ScriptFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
