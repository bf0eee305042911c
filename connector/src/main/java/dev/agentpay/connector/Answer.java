package dev.agentpay.connector;

import dev.agentpay.connector.spi.Outcome;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The answer to a request, in the format of Twilio's [Generic Pay
/// Connector](https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector).
///
/// An `error_code` means that the order certainly failed: it becomes `ConnectorError`, and the
/// agent may try again. An answer whose outcome is unknown must not be sent (see [#isKnown] and
/// [HeldRequests]), because Twilio treats any response as final and repeats a request only if it
/// gets none.
record Answer(
    Optional<Method> method,
    String outcome,
    Optional<String> id,
    Map<String, String> parameters,
    Optional<String> errorCode,
    Optional<String> errorMessage) {
  private static final JsonMapper JSON = JsonMapper.shared();

  static Answer of(LedgerEntry entry) {
    Method method = entry.terms().method();
    if (!entry.status().isFinal()) {
      return unsettled(Optional.of(method), entry.errorMessage().orElse("No outcome is known yet"));
    }
    return new Answer(
        Optional.of(method),
        entry.status().name(),
        entry.resultId(),
        entry.parameters(),
        entry.errorCode(),
        entry.errorMessage());
  }

  static Answer refused(Method method, Outcome.Refused refusal) {
    return refused(Optional.of(method), refusal);
  }

  /// Answers an invalid request. It is sent with status 200 too, because Twilio documents the
  /// `error_code` of 200 responses only.
  static Answer bad(BadRequest bad) {
    return refused(bad.method(), new Outcome.Refused(bad.code(), bad.message()));
  }

  /// Creates an answer that must not be sent, because the outcome of the transaction is unknown or
  /// the transaction was not started.
  ///
  /// @param reason why; never sent to Twilio
  static Answer unsettled(Optional<Method> method, String reason) {
    return new Answer(
        method,
        Status.UNCLEAR.name(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.of(reason));
  }

  /// Whether the outcome is known, so that the answer may be sent.
  boolean isKnown() {
    return !outcome.equals(Status.UNCLEAR.name());
  }

  byte[] json() {
    ObjectNode json = JSON.createObjectNode();
    for (Method one : Method.values()) {
      if (method.isEmpty() || method.get() == one) {
        json.put(one.idField(), id.orElse(null));
      }
    }
    json.put("error_code", errorCode.orElse(null));
    json.put("error_message", errorMessage.orElse(null));
    if (!parameters.isEmpty()) {
      ObjectNode more = json.putObject("parameters");
      parameters.forEach(more::put);
    }
    return JSON.writeValueAsBytes(json);
  }

  private static Answer refused(Optional<Method> method, Outcome.Refused refusal) {
    return new Answer(
        method,
        Status.REFUSED.name(),
        Optional.empty(),
        Map.of(),
        Optional.of(refusal.code()),
        Optional.of(refusal.message()));
  }
}
