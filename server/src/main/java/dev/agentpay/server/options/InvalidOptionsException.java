package dev.agentpay.server.options;

import java.util.List;

/// Reports all errors of the server's options. Nothing was started.
public final class InvalidOptionsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidOptionsException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /// Returns one line per error, beginning with the option's name.
  public List<String> problems() {
    return problems;
  }
}
