package dev.agentpay.app.config;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Gets our public URL from the ngrok agent on this machine. For a server behind a router, while
/// you try it out.
///
/// @see <a href="https://ngrok.com/docs/agent/api">ngrok: agent API</a>
public final class Ngrok {
  /// The value of `public-url` that requests the URL of the tunnel.
  private static final String KEYWORD = "ngrok";

  /// The default address of the API of an ngrok agent.
  private static final URI AGENT = URI.create("http://127.0.0.1:4040");

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private Ngrok() {}

  /// If `public-url` is `ngrok`, replaces it with the URL of the tunnel to our port. Records a
  /// problem if there is none.
  public static void resolve(Settings settings) {
    resolve(settings, AGENT);
  }

  static void resolve(Settings settings, URI agent) {
    if (!settings.optional(Key.PUBLIC_URL).equals(Optional.of(KEYWORD))) {
      return;
    }
    final int port = settings.number(Key.PORT, 0, 65_535);
    try {
      findTunnel(requestTunnels(agent), port)
          .ifPresentOrElse(
              url -> settings.override(Key.PUBLIC_URL, url),
              () ->
                  settings.problem(
                      Key.PUBLIC_URL,
                      "is ngrok, but no https tunnel leads to port %d: run ngrok http %d"
                          .formatted(port, port)));
    } catch (IOException | JacksonException e) {
      settings.problem(
          Key.PUBLIC_URL,
          "is ngrok, but no ngrok agent answers at %s: run ngrok http %d".formatted(agent, port));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      settings.problem(
          Key.PUBLIC_URL, "is ngrok, but the request to the ngrok agent was interrupted");
    }
  }

  private static JsonNode requestTunnels(URI agent) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      final HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(agent.resolve("/api/tunnels"))
                  .timeout(TIMEOUT)
                  .header("Accept", "application/json")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return JsonMapper.builder().build().readTree(answer.body());
    }
  }

  /// Returns the https URL of the tunnel to this port.
  private static Optional<String> findTunnel(JsonNode answer, int port) {
    return answer
        .path("tunnels")
        .valueStream()
        .filter(t -> portOf(t.path("config").path("addr").asString("")) == port)
        .map(t -> t.path("public_url").asString(""))
        .filter(url -> url.startsWith("https://"))
        .findFirst();
  }

  /// Returns the port of `http://localhost:8080`, `localhost:8080` or `8080`; -1 if there is none.
  private static int portOf(String address) {
    final String digits = address.substring(address.lastIndexOf(':') + 1).replace("/", "");
    return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
  }
}
