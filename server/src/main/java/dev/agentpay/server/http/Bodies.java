package dev.agentpay.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a request's body whole, once, and not further than a limit.
public final class Bodies {
  /// How much of a refused request's body is read and thrown away.
  static final int MOST_DISCARDED = 1024 * 1024;

  private static final int DISCARD_BUFFER = 8 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(Bodies.class);

  private Bodies() {}

  /// @throws ProblemException `TOO_LARGE`; nothing beyond the limit was kept
  public static byte[] read(Context ctx, int longest) throws IOException {
    if (ctx.req().getContentLengthLong() > longest) {
      throw tooLarge(longest);
    }
    final byte[] body = ctx.req().getInputStream().readNBytes(longest + 1);
    if (body.length > longest) {
      throw tooLarge(longest);
    }
    return body;
  }

  /// Reads and throws away what a refused request still sends, up to [#MOST_DISCARDED] bytes. A
  /// connection that is closed with unread bytes is reset, and the client loses the answer.
  static void discard(Context ctx) {
    final boolean waitsForUs = ctx.req().getHeader("Expect") != null;
    if (waitsForUs || ctx.req().getContentLengthLong() > MOST_DISCARDED) {
      return;
    }
    final byte[] buffer = new byte[DISCARD_BUFFER];
    try {
      final InputStream body = ctx.req().getInputStream();
      int left = MOST_DISCARDED;
      int read = 0;
      while (left > 0 && read >= 0) {
        read = body.read(buffer, 0, Math.min(buffer.length, left));
        left -= read;
      }
    } catch (IOException | IllegalStateException gone) {
      LOG.debug("The rest of a refused body did not come: {}", gone.getClass().getName());
    }
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
