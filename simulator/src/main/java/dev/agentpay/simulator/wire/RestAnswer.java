package dev.agentpay.simulator.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Twilio's REST interface answers.
public sealed interface RestAnswer {

  /// Status and JSON object.
  ///
  /// @param etag of what is answered; empty when it has none
  record Json(int status, Map<String, ? extends @Nullable Object> body, String etag)
      implements RestAnswer {
    /// An answer about something without an `ETag`.
    public Json(int status, Map<String, ? extends @Nullable Object> body) {
      this(status, body, "");
    }

    /// The body as it goes over the wire; nothing for 204.
    public String text() {
      return status == 204 ? "" : JsonText.write(body);
    }
  }

  /// A fault: the request may have taken effect, but its answer is lost. The connection is to be
  /// closed.
  record Lost() implements RestAnswer {}
}
