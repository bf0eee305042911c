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

/// Which pages may show the desk in a frame: a CRM or CTI that is named, and nobody else.
class CallFramesTest {
  @TempDir private Path data;

  private String policy(String framedBy, String path) throws IOException, InterruptedException {
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
                    framedBy));
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
  void nobody_may_unless_somebody_is_named() throws Exception {
    assertThat(policy("", "/desk/")).endsWith("; frame-ancestors 'none'");
  }

  @Test
  void who_is_named_may() throws Exception {
    assertThat(policy("https://crm.example.com, https://cti.example:8443", "/desk/"))
        .endsWith("; frame-ancestors https://crm.example.com https://cti.example:8443");
  }

  @Test
  void what_is_no_page_is_never_framed() throws Exception {
    assertThat(policy("https://crm.example.com", "/api/me"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
  }
}
