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

/// A stream of server-sent events of the simulator's, which stands in for a connection of one of
/// Twilio's browser SDKs.
final class ExistingStream implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// Hears what comes, one after another.
  interface Listener {
    void heard(String event, JsonNode data);
  }

  private final InputStream body;

  private ExistingStream(InputStream body) {
    this.body = body;
  }

  /// Returns as soon as everything that happens from now on will be heard.
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
            "%s is not open: HTTP %d %s".formatted(address.getPath(), response.statusCode(), why));
      }
      final ExistingStream stream = new ExistingStream(response.body());
      Thread.ofVirtual().name("existing-stream").start(() -> stream.read(listener));
      return stream;
    } catch (IOException e) {
      throw new ScriptFailure(address + " is not reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("interrupted", e);
    }
  }

  /// Until either side closes. Frames of the simulator have one line of each kind.
  private void read(Listener listener) {
    String event = "";
    try (Scanner lines = new Scanner(body, StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        final String line = lines.nextLine();
        if (line.startsWith("event: ")) {
          event = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          listener.heard(event, ExistingBrowser.JSON.readTree(line.substring("data: ".length())));
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException _) {
      // It was closed by the other side.
    }
  }
}
