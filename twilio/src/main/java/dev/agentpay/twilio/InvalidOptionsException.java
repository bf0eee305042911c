package dev.agentpay.twilio;

import java.util.List;

/// Options that cannot work. All that is wrong is told at once, so that one correction is enough;
/// secrets are not quoted.
public final class InvalidOptionsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidOptionsException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /// What is wrong and what to do, one sentence each, beginning with the option's name.
  public List<String> problems() {
    return problems;
  }
}
