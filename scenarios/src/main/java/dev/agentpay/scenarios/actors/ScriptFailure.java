package dev.agentpay.scenarios.actors;

/// A script did not go as it should have. The message is for the transcript.
public final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ScriptFailure(String message) {
    super(message);
  }

  public ScriptFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
