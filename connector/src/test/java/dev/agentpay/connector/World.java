package dev.agentpay.connector;

import dev.agentpay.connector.spi.CardProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A connector on a free port with its own folder, and methods to send requests to it as Twilio and
/// as the server.
final class World implements AutoCloseable {
  static final Credentials TWILIO = new Credentials("twilio", "r8Vd-3mQz-Ky5t-Wp2x");
  static final Credentials LEDGER = new Credentials("server", "h4Nc-9sLb-Tg7f-Jx6w");
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private static final JsonMapper JSON = JsonMapper.shared();

  /// Long enough for an answer on a busy machine, short enough for tests that wait until it has
  /// passed.
  static final Duration HOLD_FOR = Duration.ofSeconds(2);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final Path folder;
  private final UnaryOperator<ConnectorOptions> settings;
  private Connector connector;

  private World(Path folder, UnaryOperator<ConnectorOptions> settings) {
    this.folder = folder;
    this.settings = settings;
    this.connector = Connector.start(options());
  }

  static World withSandbox() {
    return with(options -> options);
  }

  static World withProcessor(CardProcessor processor) {
    return with(options -> options.withProcessor(processor));
  }

  static World with(UnaryOperator<ConnectorOptions> settings) {
    return in(newFolder(), settings);
  }

  static World in(Path folder, UnaryOperator<ConnectorOptions> settings) {
    return new World(folder, settings);
  }

  static Path newFolder() {
    try {
      return Files.createTempDirectory("connector-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ConnectorOptions options(Path folder) {
    return ConnectorOptions.sandbox(folder)
        .withTwilioCredentials(TWILIO)
        .withLedgerCredentials(LEDGER)
        .withHoldFor(HOLD_FOR)
        .withClock(InstantSource.fixed(NOW));
  }

  /// Stops the connector and starts a new one on the same folder.
  void restart() {
    connector.close();
    connector = Connector.start(options());
  }

  URI at(String path) {
    return connector.baseUri().resolve(path);
  }

  Reply twilioPosts(TwilioJson body) {
    return twilioPosts("/connector", body.toString());
  }

  Reply twilioPosts(String path, String body) {
    return send(post(path, body).header("Authorization", basic(TWILIO)));
  }

  HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString(body));
  }

  JsonNode ledgerOf(String session) {
    Reply reply =
        send(
            HttpRequest.newBuilder(at("/connector/ledger?session=" + session))
                .header("Authorization", basic(LEDGER)));
    if (reply.status() != 200) {
      throw new AssertionError("The ledger query failed: " + reply);
    }
    return reply.json();
  }

  /// Returns the only entry of the session.
  JsonNode entryOf(String session) {
    JsonNode entries = ledgerOf(session).get("entries");
    if (entries.size() != 1) {
      throw new AssertionError("Expected one entry: " + entries);
    }
    return entries.get(0);
  }

  Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofByteArray());
      return new Reply(
          response.statusCode(), response, new String(response.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("received no bytes")) {
        return Reply.NONE;
      }
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static String basic(Credentials who) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((who.user() + ":" + who.password()).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    connector.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ConnectorOptions options() {
    return settings.apply(options(folder));
  }

  /// A response to a request.
  record Reply(int status, @Nullable HttpResponse<byte[]> response, String body) {
    /// The connection was closed without a response.
    static final Reply NONE = new Reply(0, null, "");

    boolean isAnswer() {
      return status != 0;
    }

    JsonNode json() {
      return JSON.readTree(body);
    }

    String text(String field) {
      JsonNode value = json().get(field);
      return value == null
          ? "(no field " + field + ")"
          : value.isNull() ? "null" : value.asString();
    }
  }
}
