package dev.agentpay.twilio.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Builds forms for tests.
public final class Forms {
  private Forms() {}

  /// Builds a form from alternating names and values.
  public static Form form(String... namesAndValues) {
    final List<Form.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.add(new Form.Parameter(namesAndValues[i], namesAndValues[i + 1]));
    }
    return Form.of(parameters);
  }

  /// Encodes a form as on the wire.
  static Form encoded(String body) {
    return Form.parse(body.getBytes(StandardCharsets.UTF_8));
  }
}
