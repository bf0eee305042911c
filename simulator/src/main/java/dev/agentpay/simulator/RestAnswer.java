package dev.agentpay.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Twilio's REST interface answers.
public sealed interface RestAnswer {

  /// Status and JSON object.
  record Json(int status, Map<String, ? extends @Nullable Object> body) implements RestAnswer {
    /// The body as it goes over the wire.
    public String text() {
      return JsonText.write(body);
    }
  }

  /// A fault: the request may have taken effect, but its answer is lost. The connection is to be
  /// closed.
  record Lost() implements RestAnswer {}
}
