package dev.agentpay.simulator.wire;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/// How the simulator reaches the outside: webhooks, TwiML and connectors. One method, so that a
/// test can be the network.
///
/// An implementation reports exactly one outcome, or none at all (the simulator then times out by
/// itself). It may report from any thread. On a virtual timeline it should let some time pass
/// before it reports, as a network would.
public interface Transport {

  /// Sends `request` and reports how it ended.
  void send(OutgoingRequest request, Consumer<Outcome> outcome);

  /// One HTTP request. `body` may carry a card number on its way to a connector, so it is not
  /// printed.
  ///
  /// @param connectWithin how long a connection may take before the outcome is
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
    /// An answer came back, whatever its status. The body is cut at 64 KiB, Twilio's limit for
    /// TwiML.
    record Answered(int status, String body) implements Outcome {}

    /// No connection: nothing was sent, sending again is safe.
    record NotConnected(String reason) implements Outcome {}

    /// Connected, but no (whole) answer: the peer may or may not have acted.
    record NoAnswer(String reason) implements Outcome {}
  }
}
