package dev.agentpay.simulator.wire;

import io.javalin.http.Context;
import java.io.IOException;

/// Reads a request's body up to a limit.
public final class RequestBytes {
  /// How much of a body that is too long is read and thrown away. A connection that is closed with
  /// unread bytes is reset, and the client loses the answer.
  private static final int MOST_DISCARDED = 1024 * 1024;

  private RequestBytes() {}

  /// @return one byte more than `longest` when the body is too long
  public static byte[] read(Context ctx, int longest) throws IOException {
    var body = ctx.req().getInputStream();
    var bytes = body.readNBytes(longest + 1);
    if (bytes.length > longest) {
      body.readNBytes(MOST_DISCARDED);
    }
    return bytes;
  }
}
