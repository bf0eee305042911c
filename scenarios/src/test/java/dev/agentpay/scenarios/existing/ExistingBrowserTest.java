package dev.agentpay.scenarios.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.scenarios.FakeHttpServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExistingBrowserTest {
  private static final String ORIGIN = "http://localhost:3000";
  private static final Map<String, String> ALLOWED =
      Map.of(
          "Access-Control-Allow-Origin",
          ORIGIN,
          "Access-Control-Allow-Headers",
          "Authorization, content-type");

  private final FakeHttpServer server = new FakeHttpServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void signs_in_once_when_the_server_asks_for_basic() {
    final String alice = ExistingBrowser.basic("alice", "secret");
    server.on(
        "GET /token",
        request ->
            request.header("Authorization").equals(alice)
                ? new FakeHttpServer.Response(200, Map.of(), "{}")
                : new FakeHttpServer.Response(
                    401, Map.of("WWW-Authenticate", "Basic realm=\"pay\""), "who?"));
    final ExistingBrowser browser = ExistingBrowser.sameOrigin(server.uri(), "alice", "secret");
    assertThat(browser.get("/token", Map.of()).ok()).isTrue();
    assertThat(browser.get("/token", Map.of()).ok()).isTrue();
    assertThat(server.requests())
        .extracting(request -> request.header("Authorization"))
        .containsExactly("", alice, alice);
  }

  @Test
  void does_not_repeat_wrong_credentials() {
    server.on(
        "GET /token",
        _ ->
            new FakeHttpServer.Response(
                401, Map.of("WWW-Authenticate", "Basic realm=\"pay\""), "who?"));
    final ExistingBrowser browser = ExistingBrowser.sameOrigin(server.uri(), "alice", "wrong");
    assertThat(browser.get("/token", Map.of()).status()).isEqualTo(401);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void sends_one_preflight_for_equal_cross_origin_requests() {
    server.on("OPTIONS /pay", _ -> new FakeHttpServer.Response(204, ALLOWED, ""));
    server.on("POST /pay", _ -> new FakeHttpServer.Response(200, ALLOWED, "PK1"));
    final ExistingBrowser browser = ExistingBrowser.crossOrigin(server.uri(), ORIGIN);
    final Map<String, String> bearer = Map.of("Authorization", "Bearer t");
    assertThat(browser.post("/pay", bearer, Map.of()).text()).isEqualTo("PK1");
    assertThat(browser.post("/pay", bearer, Map.of()).text()).isEqualTo("PK1");
    assertThat(server.requests())
        .extracting(FakeHttpServer.Request::line)
        .containsExactly("OPTIONS /pay", "POST /pay", "POST /pay");
    assertThat(server.requests().getFirst().header("Access-Control-Request-Headers"))
        .isEqualTo("authorization,content-type");
  }

  @Test
  void does_not_send_a_request_that_the_preflight_forbids() {
    server.on("OPTIONS /pay", _ -> new FakeHttpServer.Response(204, ALLOWED, ""));
    final ExistingBrowser browser = ExistingBrowser.crossOrigin(server.uri(), ORIGIN);
    assertThatThrownBy(() -> browser.get("/pay", Map.of("X-Trace", "1")))
        .isInstanceOf(ExistingBrowser.NetworkError.class)
        .hasMessageContaining("the page needs [x-trace]");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void hides_an_answer_that_allows_another_origin() {
    server.on(
        "GET /pay",
        _ ->
            new FakeHttpServer.Response(
                200, Map.of("Access-Control-Allow-Origin", "https://pay.example.com"), "PK1"));
    final ExistingBrowser browser = ExistingBrowser.crossOrigin(server.uri(), ORIGIN);
    assertThatThrownBy(() -> browser.get("/pay", Map.of("Accept", "*/*")))
        .isInstanceOf(ExistingBrowser.NetworkError.class)
        .hasMessageContaining(List.of("https://pay.example.com").toString())
        .hasMessageNotContaining("PK1");
  }

  @Test
  void an_answer_that_is_not_json_is_a_network_error() {
    server.on("GET /token", "<html>");
    final ExistingBrowser browser = ExistingBrowser.sameOrigin(server.uri(), "alice", "secret");
    final ExistingBrowser.Answer answer = browser.get("/token", Map.of());
    assertThatThrownBy(answer::json).isInstanceOf(ExistingBrowser.NetworkError.class);
  }
}
