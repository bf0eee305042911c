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

/// Asks our own connector's ledger over HTTP what became of a session. Connectors that Twilio hosts
/// have none.
public final class LedgerClient implements ConnectorLedger, AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /// The ledger reads one row; longer than this and something is wrong.
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final Set<String> ours;
  private final LedgerAddress ledger;

  /// @param ours names of the connectors that have this ledger
  public LedgerClient(Set<String> ours, LedgerAddress ledger) {
    this.ours = Set.copyOf(ours);
    this.ledger = ledger;
  }

  @Override
  public Answer ask(String connector, SessionId session) {
    if (!ours.contains(connector)) {
      return new Answer.NoLedger();
    }
    final String pair = ledger.user() + ":" + ledger.password();
    final HttpRequest request =
        HttpRequest.newBuilder(URI.create(ledger.address() + "?session=" + session))
            .timeout(READ_TIMEOUT)
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            .GET()
            .build();
    try {
      final HttpResponse<String> response =
          http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? new Answer.Ledger(entries(response.body()))
          : new Answer.NoAnswer("the ledger answered HTTP " + response.statusCode());
    } catch (ConnectException e) {
      return new Answer.NotSent("the connector's ledger is not reached");
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      return new Answer.NoAnswer("the connector's ledger did not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.NoAnswer("we are closing");
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
