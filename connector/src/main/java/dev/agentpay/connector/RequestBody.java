package dev.agentpay.connector;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The bytes of one request, in one array that is overwritten when it is closed.
final class RequestBody implements AutoCloseable {
  /// Twilio's requests are below 1 kB; this leaves room for long parameters.
  static final int MOST_BYTES = 16 * 1024;

  private final byte[] bytes;
  private int length;

  private RequestBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Reads to the end, into an array that never has to grow and so leaves no copies behind.
  ///
  /// @throws BadRequest when there is more than [#MOST_BYTES]
  static RequestBody read(InputStream in) throws IOException {
    RequestBody body = new RequestBody(new byte[MOST_BYTES + 1]);
    try {
      body.length = in.readNBytes(body.bytes, 0, body.bytes.length);
      if (body.length > MOST_BYTES) {
        throw BadRequest.of(
            "request_too_large", "The body must not exceed %d bytes".formatted(MOST_BYTES));
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
