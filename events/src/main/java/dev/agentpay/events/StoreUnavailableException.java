package dev.agentpay.events;

/// The store cannot be reached or cannot write. Nothing has changed as far as is known; try again
/// later.
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
