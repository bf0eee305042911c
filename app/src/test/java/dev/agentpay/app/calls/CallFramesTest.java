package dev.agentpay.app.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.config.CallSettings;
import dev.agentpay.app.node.PayNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only configured CRM or CTI pages may show the desk in a frame.
class CallFramesTest {
  @TempDir private Path data;

  private String policy(String framedBy, String path) throws IOException, InterruptedException {
    return policy(framedBy, "", path);
  }

  private String policy(String framedBy, String embedOrigins, String path)
      throws IOException, InterruptedException {
    try (PayNode node =
            PayNode.start(
                CallSettings.options(
                    "AGENTPAY_DATA",
                    data.toString(),
                    "AGENTPAY_PORT",
                    "0",
                    "TWILIO_BASE_URL",
                    "http://127.0.0.1:1",
                    "AGENTPAY_FRAMED_BY",
                    framedBy,
                    "AGENTPAY_EMBED_ORIGINS",
                    embedOrigins));
        HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(node.baseUri().resolve(path)).build(),
              HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("Content-Security-Policy")
          .orElse("");
    }
  }

  @Test
  void forbids_frames_by_default() throws Exception {
    assertThat(policy("", "/desk/")).endsWith("; frame-ancestors 'none'");
  }

  @Test
  void allows_configured_origins() throws Exception {
    assertThat(policy("https://crm.example.com, https://cti.example:8443", "/desk/"))
        .endsWith("; frame-ancestors https://crm.example.com https://cti.example:8443");
  }

  @Test
  void allows_pages_that_embed_us() throws Exception {
    assertThat(policy("", "https://crm.example.com", "/desk/"))
        .endsWith("; frame-ancestors https://crm.example.com");
    assertThat(policy("https://cti.example:8443", "https://crm.example.com", "/desk/"))
        .endsWith("; frame-ancestors https://crm.example.com https://cti.example:8443");
  }

  @Test
  void forbids_frames_of_the_api() throws Exception {
    assertThat(policy("https://crm.example.com", "/api/me"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
  }
}
