package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Scanner;
import tools.jackson.databind.JsonNode;

/// A server-sent event stream of the simulator. It replaces the connection of one of Twilio's
/// browser SDKs.
final class ExistingStream implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// Receives the events one after another.
  interface Listener {
    void onEvent(String event, JsonNode data);
  }

  private final InputStream body;

  private ExistingStream(InputStream body) {
    this.body = body;
  }

  /// Opens the stream. Everything that happens after this returns is received.
  ///
  /// @throws ScriptFailure if the simulator cannot be reached or refuses
  static ExistingStream open(URI address, Map<String, String> headers, Listener listener) {
    final HttpRequest.Builder request = HttpRequest.newBuilder(address);
    headers.forEach(request::header);
    try {
      final HttpResponse<InputStream> response =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        final String why = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        throw new ScriptFailure(
            "cannot open %s: HTTP %d %s".formatted(address.getPath(), response.statusCode(), why));
      }
      final ExistingStream stream = new ExistingStream(response.body());
      Thread.ofVirtual().name("existing-stream").start(() -> stream.read(listener));
      return stream;
    } catch (IOException e) {
      throw new ScriptFailure("cannot reach " + address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("interrupted", e);
    }
  }

  /// Reads until either side closes. The simulator's frames have one `event` and one `data` line.
  private void read(Listener listener) {
    String event = "";
    try (Scanner lines = new Scanner(body, StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        final String line = lines.nextLine();
        if (line.startsWith("event: ")) {
          event = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          listener.onEvent(event, ExistingBrowser.JSON.readTree(line.substring("data: ".length())));
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException _) {
      // The other side has closed it already.
    }
  }
}
