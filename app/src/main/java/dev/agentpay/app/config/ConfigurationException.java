package dev.agentpay.app.config;

import java.util.List;

/// The configuration is invalid. The message lists every problem, one per line. Nothing was
/// started.
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param reference where the settings are documented, such as `docs/configuration.md`
  public ConfigurationException(List<String> problems, String reference) {
    super(
        "The configuration has %d problem%s (see %s):%n  - %s"
            .formatted(
                problems.size(),
                problems.size() == 1 ? "" : "s",
                reference,
                String.join(System.lineSeparator() + "  - ", problems)));
  }
}
