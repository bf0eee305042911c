package dev.agentpay.simulator.wire;

import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/// Reads a request's body up to a limit.
public final class RequestBytes {
  /// How many bytes beyond the limit are read and discarded. If a connection is closed with unread
  /// bytes, it is reset and the client does not receive the answer.
  private static final int MOST_DISCARDED = 1024 * 1024;

  private RequestBytes() {}

  /// Reads the body.
  ///
  /// @param longest the limit in bytes
  /// @return the body, or its first `longest` + 1 bytes if it is longer
  public static byte[] read(Context ctx, int longest) throws IOException {
    final ServletInputStream body = ctx.req().getInputStream();
    final byte[] bytes = body.readNBytes(longest + 1);
    if (bytes.length > longest) {
      body.readNBytes(MOST_DISCARDED);
    }
    return bytes;
  }
}
