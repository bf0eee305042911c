package dev.agentpay.connector;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The body of one request, in a single byte array that [#close] overwrites.
final class RequestBody implements AutoCloseable {
  /// Twilio's requests are below 1 kB; the rest allows for long parameters.
  static final int MAX_BYTES = 16 * 1024;

  /// How many bytes of a longer body are read and discarded.
  private static final int MOST_DISCARDED = 1024 * 1024;

  private final byte[] bytes;
  private int length;

  private RequestBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Reads the whole body into an array that never has to grow, because growing would leave copies
  /// of card data in memory.
  ///
  /// @throws BadRequest if the body is longer than [#MAX_BYTES]
  static RequestBody read(InputStream in) throws IOException {
    RequestBody body = new RequestBody(new byte[MAX_BYTES + 1]);
    try {
      body.length = in.readNBytes(body.bytes, 0, body.bytes.length);
      if (body.length > MAX_BYTES) {
        body.discardRest(in);
        throw BadRequest.of(
            "request_too_large", "The body must be at most %s bytes".formatted(MAX_BYTES));
      }
      return body;
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
    }
  }

  /// Closing a connection with unread bytes resets it, and the sender would lose our answer.
  private void discardRest(InputStream in) throws IOException {
    int left = MOST_DISCARDED;
    int read = 0;
    while (left > 0 && read >= 0) {
      read = in.read(bytes, 0, Math.min(bytes.length, left));
      left -= read;
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }
}
