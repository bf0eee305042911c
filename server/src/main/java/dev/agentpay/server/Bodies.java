package dev.agentpay.server;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// Reads a request's body whole, once, and not further than a limit.
final class Bodies {
  private Bodies() {}

  /// @throws ProblemException `TOO_LARGE`; nothing beyond the limit was read
  static byte[] read(Context ctx, int longest) throws IOException {
    if (ctx.req().getContentLengthLong() > longest) {
      throw tooLarge(longest);
    }
    final byte[] body = ctx.req().getInputStream().readNBytes(longest + 1);
    if (body.length > longest) {
      throw tooLarge(longest);
    }
    return body;
  }

  /// @throws ProblemException `UNSUPPORTED_MEDIA_TYPE` when there is a body of another type
  static void expect(Context ctx, String mediaType) {
    final String given = Optional.ofNullable(ctx.req().getContentType()).orElse("");
    final boolean isIt = given.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(mediaType);
    if (!isIt && (!given.isEmpty() || ctx.req().getContentLengthLong() > 0)) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: " + mediaType);
    }
  }

  private static ProblemException tooLarge(int longest) {
    return new ProblemException(
        ProblemType.TOO_LARGE, "the body has more than %d bytes".formatted(longest));
  }
}
