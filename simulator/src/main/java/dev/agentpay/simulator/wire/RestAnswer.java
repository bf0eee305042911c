package dev.agentpay.simulator.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer of Twilio's REST API.
public sealed interface RestAnswer {

  /// A status and a JSON object.
  ///
  /// @param etag `ETag` of the resource; empty if it has none
  record Json(int status, Map<String, ? extends @Nullable Object> body, String etag)
      implements RestAnswer {
    /// An answer without `ETag`.
    public Json(int status, Map<String, ? extends @Nullable Object> body) {
      this(status, body, "");
    }

    /// The body as text; empty for 204.
    public String text() {
      return status == 204 ? "" : JsonText.write(body);
    }
  }

  /// A fault: the answer is lost, and the connection must be closed. The request may have taken
  /// effect.
  record Lost() implements RestAnswer {}
}
