package dev.agentpay.app.commands;

/// No usable password was entered. The message says what to do.
final class PasswordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PasswordException(String message) {
    super(message);
  }
}
