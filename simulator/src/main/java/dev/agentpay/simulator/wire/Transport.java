package dev.agentpay.simulator.wire;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/// Sends the simulator's outgoing requests: webhooks, requests for TwiML and connector calls. Tests
/// implement it to simulate a network.
///
/// An implementation reports exactly one outcome, or none at all (the simulator then times out). It
/// may report from any thread. On a virtual timeline it should let some time pass first, as a
/// network would.
public interface Transport {

  /// Sends `request` and reports its outcome.
  void send(OutgoingRequest request, Consumer<Outcome> outcome);

  /// One HTTP request. `toString` omits the body, which may contain a card number for a connector.
  ///
  /// @param connectWithin time-out for the connection, after which the outcome is
  ///   [Outcome.NotConnected]
  record OutgoingRequest(
      String method, URI url, Map<String, String> headers, String body, Duration connectWithin) {
    public OutgoingRequest {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return "OutgoingRequest[" + method + " " + url + "]";
    }
  }

  /// How a request ended.
  sealed interface Outcome {
    /// The peer answered, with any status. The body is cut at 64 KiB, Twilio's limit for TwiML.
    record Answered(int status, String body) implements Outcome {}

    /// No connection was established. Nothing was sent, so a retry is safe.
    record NotConnected(String reason) implements Outcome {}

    /// The connection was established, but no complete answer arrived. The peer may or may not have
    /// acted.
    record NoAnswer(String reason) implements Outcome {}
  }
}
