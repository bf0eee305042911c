package dev.agentpay.connector;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The body of one request, in a single byte array that [#close] overwrites.
final class RequestBody implements AutoCloseable {
  /// Twilio's requests are below 1 kB; the rest allows for long parameters.
  static final int MAX_BYTES = 16 * 1024;

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
        throw BadRequest.of(
            "request_too_large", "The body must be at most %d bytes".formatted(MAX_BYTES));
      }
      return body;
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
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
