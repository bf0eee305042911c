package dev.agentpay.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the body of a request into memory, once and up to a limit.
public final class Bodies {
  /// How many bytes of a refused request's body are read and discarded.
  static final int MOST_DISCARDED = 1024 * 1024;

  private static final int DISCARD_BUFFER = 8 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(Bodies.class);

  private Bodies() {}

  /// @throws ProblemException `TOO_LARGE` if the body is longer than the limit; no more than the
  ///   limit plus one byte is read
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

  /// Reads and discards the rest of a refused request, up to [#MOST_DISCARDED] bytes. Closing a
  /// connection with unread bytes resets it, and the sender would lose our answer.
  static void discard(Context ctx) {
    final boolean expectsContinue = ctx.req().getHeader("Expect") != null;
    if (expectsContinue || ctx.req().getContentLengthLong() > MOST_DISCARDED) {
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
      LOG.debug("Cannot read the rest of a refused body: {}", gone.getClass().getName());
    }
  }

  /// @throws ProblemException `UNSUPPORTED_MEDIA_TYPE` if there is a body and its type is a
  ///   different one
  static void expect(Context ctx, String mediaType) {
    final String given = Optional.ofNullable(ctx.req().getContentType()).orElse("");
    final boolean matches =
        given.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(mediaType);
    if (!matches && (!given.isEmpty() || ctx.req().getContentLengthLong() > 0)) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: " + mediaType);
    }
  }

  private static ProblemException tooLarge(int longest) {
    return new ProblemException(
        ProblemType.TOO_LARGE, "the body must not be longer than %d bytes".formatted(longest));
  }
}
