package dev.agentpay.bench;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Repeated `GET /health/live` requests, which show the cost of HTTP alone.
final class HealthRequests implements ClosedLoop.Requests {
  private final byte[] request;

  HealthRequests(URI server) {
    request =
        "GET /health/live HTTP/1.1\r\nHost: %s\r\n\r\n"
            .formatted(server.getAuthority())
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public ByteBuffer next(int connection) {
    return ByteBuffer.wrap(request);
  }

  @Override
  public int success() {
    return 200;
  }

  @Override
  public void answered(int connection) {}
}
