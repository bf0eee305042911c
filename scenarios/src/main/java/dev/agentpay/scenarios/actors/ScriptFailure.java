package dev.agentpay.scenarios.actors;

/// A scenario failed. The message appears in the transcript.
public final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ScriptFailure(String message) {
    super(message);
  }

  public ScriptFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
