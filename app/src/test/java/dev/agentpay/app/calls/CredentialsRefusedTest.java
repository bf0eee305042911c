package dev.agentpay.app.calls;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose credentials Twilio refuses says so wherever somebody looks.
class CredentialsRefusedTest {
  @TempDir private Path data;

  @Test
  void wrong_credentials_are_reported_as_such() {
    try (CallWorld world = new CallWorld(data, "TWILIO_API_SECRET", "x".repeat(32));
        HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(30, SECONDS)
          .untilAsserted(
              () -> {
                final HttpResponse<String> ready = get(http, world, "/health/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains("\"twilio\":\"credentials refused\"");
              });
      assertThat(get(http, world, "/metrics").body())
          .contains("agentpay_twilio_credentials_refused 1");
      assertThatThrownBy(() -> world.as("alice").claim("CA" + "0".repeat(32)))
          .hasMessageContaining("credentials");
    }
  }

  @Test
  void right_credentials_are_ready() {
    try (CallWorld world = new CallWorld(data);
        HttpClient http = HttpClient.newHttpClient()) {
      final HttpResponse<String> ready = get(http, world, "/health/ready");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).contains("\"twilio\":\"up\"");
      assertThat(get(http, world, "/metrics").body())
          .contains("agentpay_twilio_credentials_refused 0");
    }
  }

  private static HttpResponse<String> get(HttpClient http, CallWorld world, String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(world.publicUrl() + path)).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(path + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
