package dev.agentpay.connector;

import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Order;
import dev.agentpay.connector.spi.TokenOrder;
import java.util.Arrays;
import java.util.Optional;

/// The `method` of a request from Twilio, and the name of the id field in its answer.
enum Method {
  CHARGE("charge", "charge_id"),
  TOKENIZE("tokenize", "token_id");

  private final String wire;
  private final String idField;

  Method(String wire, String idField) {
    this.wire = wire;
    this.idField = idField;
  }

  static Method of(Order order) {
    return switch (order) {
      case ChargeOrder _ -> CHARGE;
      case TokenOrder _ -> TOKENIZE;
    };
  }

  static Optional<Method> ofWire(String wire) {
    return Arrays.stream(values()).filter(method -> method.wire.equals(wire)).findFirst();
  }

  String wire() {
    return wire;
  }

  String idField() {
    return idField;
  }
}
