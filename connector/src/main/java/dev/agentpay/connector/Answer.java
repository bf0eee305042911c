package dev.agentpay.connector;

import dev.agentpay.connector.spi.Outcome;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What Twilio is told, in the shape of its [Generic Pay
/// Connector](https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector).
///
/// An `error_code` is a certain no: it becomes `ConnectorError`, and the agent may try again. What
/// is not known is not told at all ([#isKnown], [Silence]): to Twilio any answer is final, and only
/// silence makes it ask again.
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
      return unsettled(Optional.of(method), entry.errorMessage().orElse("Not settled yet"));
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

  /// Twilio publishes answers of 200 only, so a request of the wrong shape is told with 200 as
  /// well.
  static Answer bad(BadRequest bad) {
    return refused(bad.method(), new Outcome.Refused(bad.code(), bad.message()));
  }

  /// How the transaction ended is not known, or nobody has begun it.
  ///
  /// @param reason for the log
  static Answer unsettled(Optional<Method> method, String reason) {
    return new Answer(
        method,
        Status.UNCLEAR.name(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.of(reason));
  }

  /// Whether it may be told.
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
