package dev.agentpay.twilio;

import java.util.List;

/// Reports all errors of the options at once. Secrets are not quoted.
public final class InvalidOptionsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidOptionsException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /// Returns what is wrong and what to do: one line per error, beginning with the option's name.
  public List<String> problems() {
    return problems;
  }
}
