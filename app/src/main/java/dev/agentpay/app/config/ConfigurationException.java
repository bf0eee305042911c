package dev.agentpay.app.config;

import java.util.List;

/// The configuration has errors: all of them, one a line. Nothing was started.
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(List<String> problems) {
    super(
        "The configuration has %d problem%s (docs/configuration.md has every setting):%n  - %s"
            .formatted(
                problems.size(),
                problems.size() == 1 ? "" : "s",
                String.join(System.lineSeparator() + "  - ", problems)));
  }
}
