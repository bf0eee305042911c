package dev.agentpay.app.node;

import dev.agentpay.app.config.LedgerAddress;
import dev.agentpay.payments.ConnectorLedger;
import dev.agentpay.payments.proof.LedgerEntry;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.values.SessionId;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// HTTP client for the ledger of our own connector, which knows how sessions ended. Connectors that
/// Twilio hosts have no ledger.
public final class LedgerClient implements ConnectorLedger, AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /// The ledger reads one row, so a longer wait means a fault.
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final Set<String> connectors;
  private final LedgerAddress ledger;

  /// @param connectors names of the connectors that have this ledger
  public LedgerClient(Set<String> connectors, LedgerAddress ledger) {
    this.connectors = Set.copyOf(connectors);
    this.ledger = ledger;
  }

  @Override
  public Answer ask(String connector, SessionId session) {
    if (!connectors.contains(connector)) {
      return new Answer.NoLedger();
    }
    final String credentials = ledger.user() + ":" + ledger.password();
    final HttpRequest request =
        HttpRequest.newBuilder(URI.create(ledger.address() + "?session=" + session))
            .timeout(READ_TIMEOUT)
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .GET()
            .build();
    try {
      final HttpResponse<String> response =
          http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? new Answer.Ledger(entries(response.body()))
          : new Answer.NoAnswer("the ledger answered HTTP " + response.statusCode());
    } catch (ConnectException e) {
      return new Answer.NotSent("cannot connect to the connector's ledger");
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      return new Answer.NoAnswer("the connector's ledger did not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.NoAnswer("the server is stopping");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private List<LedgerEntry> entries(String body) {
    final List<LedgerEntry> entries = new ArrayList<>();
    for (JsonNode entry : json.readTree(body).path("entries")) {
      final String charge = entry.path("chargeId").asString("");
      entries.add(
          new LedgerEntry(
              LedgerEntry.Status.valueOf(entry.path("status").asString("")),
              charge.isEmpty() ? entry.path("tokenId").asString("") : charge,
              entry.path("errorCode").asString("")));
    }
    return entries;
  }
}
