package dev.agentpay.connector;

import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The JSON body of a request from Twilio. Immutable; every `with` method returns a copy.
record TwilioJson(ObjectNode json) {
  static final String SUCCEEDS = "4242424242424242";

  static TwilioJson charge() {
    return card("charge").with("amount", "10.00").with("currency_code", "USD");
  }

  static TwilioJson tokenize() {
    return card("tokenize");
  }

  static TwilioJson chargeAccount() {
    TwilioJson json = charge();
    json.json.remove(
        java.util.List.of("cardnumber", "cvv", "expiry_month", "expiry_year", "postal_code"));
    return json.with("bankaccountnumber", "123456789").with("routingnumber", "110000000");
  }

  private static TwilioJson card(String method) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("method", method)
        .put("transaction_id", UUID.randomUUID().toString())
        .put("cardnumber", SUCCEEDS)
        .put("cvv", "123")
        .put("expiry_month", "08")
        .put("expiry_year", "27")
        .put("postal_code", "94105")
        .put("description", "An order")
        .putObject("parameters");
    return new TwilioJson(json);
  }

  TwilioJson with(String field, String value) {
    ObjectNode copy = json.deepCopy();
    copy.put(field, value);
    return new TwilioJson(copy);
  }

  TwilioJson without(String field) {
    ObjectNode copy = json.deepCopy();
    copy.remove(field);
    return new TwilioJson(copy);
  }

  TwilioJson withRaw(String field, String rawJson) {
    ObjectNode copy = json.deepCopy();
    copy.set(field, JsonMapper.shared().readTree(rawJson));
    return new TwilioJson(copy);
  }

  TwilioJson withParameter(String name, String value) {
    ObjectNode copy = json.deepCopy();
    copy.withObject("/parameters").put(name, value);
    return new TwilioJson(copy);
  }

  TwilioJson withCard(String number) {
    return with("cardnumber", number);
  }

  TwilioJson ofSession(String session) {
    return withParameter("agentpaySession", session);
  }

  TwilioJson withTransaction(String id) {
    return with("transaction_id", id);
  }

  String transaction() {
    return json.get("transaction_id").asString();
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
