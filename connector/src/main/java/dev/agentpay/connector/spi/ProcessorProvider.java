package dev.agentpay.connector.spi;

import java.util.List;
import java.util.Map;

/// Makes a processor from settings. `agentpay connector --processor NAME` finds providers with
/// `java.util.ServiceLoader`.
public interface ProcessorProvider {
  /// A setting of a processor.
  ///
  /// @param name lower-case words with hyphens, such as `secret-key`
  /// @param description one sentence for the operator
  /// @param isRequired whether the processor cannot start without it
  record Setting(String name, String description, boolean isRequired) {}

  /// The processor's name: lower-case letters and digits.
  String name();

  List<Setting> settings();

  /// Makes the processor.
  ///
  /// @param settings the values of those settings that are set, by name
  /// @throws IllegalArgumentException with all problems, one per line, each beginning with the
  ///   setting's name and a colon; it repeats no secret
  CardProcessor create(Map<String, String> settings);
}
