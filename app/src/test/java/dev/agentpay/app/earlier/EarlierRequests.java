package dev.agentpay.app.earlier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.compat.CompatServer;
import dev.agentpay.scenarios.existing.ExistingToken;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.Signatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Requests to the server of [EarlierData] that the client library cannot send: Twilio's webhooks,
/// the sign-in of an existing client, literal bodies and stream positions.
final class EarlierRequests implements AutoCloseable {
  static final String PASSWORD = "earlier-data";
  static final String AUTH_TOKEN = "a".repeat(32);
  static final String PUBLIC_URL = "https://pay.example.com";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final URI server;

  EarlierRequests(URI server) {
    this.server = server;
  }

  /// Sends a signed webhook and returns the body of the response.
  String webhook(String target, Map<String, String> parameters) {
    final String body =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    final Form form = Form.parse(body.getBytes(StandardCharsets.UTF_8));
    final HttpResponse<String> answer =
        send(
            request(target)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(Signatures.HEADER, Signatures.sign(AUTH_TOKEN, PUBLIC_URL + target, form))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    return answer.body();
  }

  /// Starts a payment with this literal body.
  HttpResponse<String> start(String agent, String idempotencyKey, String body) {
    return send(
        request("/api/pay-sessions")
            .header("Authorization", "Bearer " + token(agent))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /// Signs in as an existing client of this agent, and returns the sid of its Sync service.
  String syncServiceOf(String agent) {
    final HttpRequest.Builder request = request("/loginMock");
    CompatServer.basic(agent, PASSWORD).forEach(request::header);
    return ExistingToken.read(CompatServer.json(send(request)).asString()).syncService();
  }

  /// Returns the types of the first events in a supervisor's stream after this position. The first
  /// type is `snapshot` if the stream does not resume.
  List<String> eventsAfter(String position, int count) {
    try {
      final HttpResponse<Stream<String>> stream =
          http.send(
              request("/api/events")
                  .header("Authorization", "Bearer " + token("sam"))
                  .header("Last-Event-ID", position)
                  .build(),
              HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> lines = stream.body()) {
        final List<String> types = new ArrayList<>();
        lines
            .filter(line -> line.startsWith("data: "))
            .map(line -> CompatServer.JSON.readTree(line.substring("data: ".length())))
            .map(data -> data.path("type").asString("snapshot"))
            .limit(count)
            .forEach(types::add);
        return types;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Returns a sign-in token of this user. Signs in only once.
  String token(String name) {
    return tokens.computeIfAbsent(name, this::signIn);
  }

  private String signIn(String name) {
    final String body =
        CompatServer.JSON.writeValueAsString(Map.of("name", name, "password", PASSWORD));
    final JsonNode answer =
        CompatServer.json(
            send(
                request("/api/login")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))));
    return answer.path("token").asString("");
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(server + target));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Also closes the streams.
  @Override
  public void close() {
    http.shutdownNow();
  }
}
