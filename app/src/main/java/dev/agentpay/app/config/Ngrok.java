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

/// Finds our public address by asking the ngrok agent on this machine, for whoever tries the server
/// from behind a router.
///
/// @see <a href="https://ngrok.com/docs/agent/api">ngrok: agent API</a>
public final class Ngrok {
  /// What stands in the settings in place of an address.
  static final String WORD = "ngrok";

  /// Where an ngrok agent is asked, unless its own configuration says otherwise.
  static final URI AGENT = URI.create("http://127.0.0.1:4040");

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Ngrok() {}

  /// Puts the tunnel's address where the settings say `ngrok`, or notes what is missing.
  public static void resolve(Settings settings) {
    resolve(settings, AGENT);
  }

  static void resolve(Settings settings, URI agent) {
    if (!settings.maybe(Key.PUBLIC_URL).equals(Optional.of(WORD))) {
      return;
    }
    final int port = settings.number(Key.PORT, 0, 65_535);
    try {
      tunnel(ask(agent), port)
          .ifPresentOrElse(
              url -> settings.replace(Key.PUBLIC_URL, url),
              () ->
                  settings.problem(
                      Key.PUBLIC_URL,
                      "is ngrok, and no https tunnel leads to port %d; run: ngrok http %d"
                          .formatted(port, port)));
    } catch (IOException | JacksonException e) {
      settings.problem(
          Key.PUBLIC_URL,
          "is ngrok, and no ngrok agent answers at %s; run: ngrok http %d".formatted(agent, port));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      settings.problem(Key.PUBLIC_URL, "is ngrok, and asking it was interrupted");
    }
  }

  private static JsonNode ask(URI agent) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      final HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(agent.resolve("/api/tunnels"))
                  .timeout(PATIENCE)
                  .header("Accept", "application/json")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return JsonMapper.builder().build().readTree(answer.body());
    }
  }

  /// The https address of the tunnel that leads to this port.
  private static Optional<String> tunnel(JsonNode answer, int port) {
    return answer
        .path("tunnels")
        .valueStream()
        .filter(t -> portOf(t.path("config").path("addr").asString("")) == port)
        .map(t -> t.path("public_url").asString(""))
        .filter(url -> url.startsWith("https://"))
        .findFirst();
  }

  /// Of `http://localhost:8080`, of `localhost:8080` or of `8080`.
  private static int portOf(String address) {
    final String digits = address.substring(address.lastIndexOf(':') + 1).replace("/", "");
    return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
  }
}
