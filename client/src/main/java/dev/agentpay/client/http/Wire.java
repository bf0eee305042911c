package dev.agentpay.client.http;

import dev.agentpay.client.model.Advance;
import dev.agentpay.client.model.Agent;
import dev.agentpay.client.model.Availability;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.DeadLetter;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.Field;
import dev.agentpay.client.model.Me;
import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.PaymentMethod;
import dev.agentpay.client.model.Role;
import dev.agentpay.client.model.ServiceKey;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.client.model.Snapshot;
import dev.agentpay.client.model.TokenType;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Converts the API's JSON into the client's types.
public final class Wire {
  public static final JsonMapper JSON = JsonMapper.builder().build();

  private Wire() {}

  /// @param what names the text in the error message
  public static JsonView parse(byte[] json, String what) {
    final JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JacksonException e) {
      throw Problems.badAnswer(what + " is not JSON"); // without the cause: it quotes the text
    }
    if (!node.isObject()) {
      throw Problems.badAnswer(what + " is not a JSON object");
    }
    return new JsonView(node, what);
  }

  public static Call call(JsonView json) {
    return new Call(
        json.text("sid"),
        json.text("from", ""),
        json.text("to", ""),
        json.name("route", Call.Route.class, Call.Route.UNKNOWN),
        json.optionalText("uui"),
        json.name("state", Call.State.class, Call.State.UNKNOWN),
        json.optionalText("agent"),
        json.optionalText("agentLeg"),
        json.instant("startedAt"),
        json.optionalInstant("answeredAt"),
        json.optionalInstant("endedAt"),
        json.optionalText("ended"),
        json.number("version"));
  }

  public static PaySession paySession(JsonView json) {
    return new PaySession(
        json.text("id"),
        json.number("version"),
        json.name("state", SessionState.class, SessionState.UNKNOWN),
        json.flag("final"),
        json.text("agent", ""),
        json.text("call", ""),
        json.optionalText("payment"),
        json.optionalDecimal("amount"),
        json.optionalDecimal("tip"),
        json.optionalDecimal("total"),
        json.text("currency", ""),
        json.text("description", ""),
        json.text("reference", ""),
        json.text("connector", ""),
        json.name("tokenType", TokenType.class, TokenType.UNKNOWN),
        json.name("paymentMethod", PaymentMethod.class, PaymentMethod.UNKNOWN),
        json.list("captureOrder", Wire::captureField),
        json.list("typeTwice", Wire::captureField),
        json.name("advance", Advance.class, Advance.UNKNOWN),
        json.optionalText("capturing")
            .map(name -> Names.read(CaptureField.class, name, CaptureField.UNKNOWN)),
        json.optionalList("required", Wire::captureField),
        json.optionalText("cardType"),
        json.list("fields", Wire::field),
        json.optionalObject("outcome").map(Wire::outcome),
        json.instant("startedAt"),
        json.instant("stateSince"),
        json.flag("alarm"));
  }

  public static Me me(JsonView json) {
    final JsonView user = json.object("user");
    return new Me(
        user.text("name"),
        user.name("role", Role.class, Role.UNKNOWN),
        agent(json.object("agent")));
  }

  public static Agent agent(JsonView json) {
    return new Agent(
        json.text("name"),
        json.name("availability", Availability.class, Availability.UNKNOWN),
        json.optionalText("call"));
  }

  public static Snapshot snapshot(JsonView json) {
    return new Snapshot(
        json.list("calls", Wire::call),
        json.list("paySessions", Wire::paySession),
        me(json.object("me")));
  }

  public static Digits digits(JsonView json) {
    return new Digits(
        json.text("paySession"),
        json.name("field", CaptureField.class, CaptureField.UNKNOWN),
        json.text("mask", ""),
        json.instant("at"));
  }

  public static PayEvent event(JsonView json) {
    final Optional<JsonView> actor = json.optionalObject("actor");
    return new PayEvent(
        json.text("stream"),
        json.number("number"),
        json.text("type"),
        json.instant("at"),
        new PayEvent.Actor(
            actor.map(a -> a.text("role", "")).orElse(""),
            actor.map(a -> a.text("name", "")).orElse("")),
        json.text("source", ""),
        json.text("cause", ""),
        json.object("event").asMap(),
        json.optionalObject("paySession").map(Wire::paySession),
        json.optionalObject("call").map(Wire::call),
        json.optionalObject("agent").map(Wire::agent));
  }

  public static DeadLetter deadLetter(JsonView json) {
    return new DeadLetter(
        json.number("id"),
        json.instant("at"),
        json.text("queue"),
        json.number("number"),
        json.text("type"),
        json.number("attempts", 0),
        json.text("reason", ""),
        json.text("work", ""));
  }

  public static ServiceKey serviceKey(JsonView json) {
    return new ServiceKey(
        json.text("id"),
        json.text("name"),
        json.list("scopes", scope -> scope.node().asString()),
        json.text("state"),
        json.instant("createdAt"),
        json.optionalInstant("expiresAt"),
        json.optionalInstant("lastUsed"),
        json.flag("oldSecret"),
        json.optionalText("secret"));
  }

  private static CaptureField captureField(JsonView json) {
    return json.asName(CaptureField.class, CaptureField.UNKNOWN);
  }

  private static Field field(JsonView json) {
    return new Field(
        json.name("field", CaptureField.class, CaptureField.UNKNOWN),
        json.name("state", Field.State.class, Field.State.UNKNOWN),
        json.flag("second"),
        json.text("mask", ""),
        json.number("rejections", 0),
        json.optionalText("error"));
  }

  private static Outcome outcome(JsonView json) {
    return new Outcome(
        json.optionalText("confirmationCode"),
        json.optionalText("token"),
        json.optionalText("profile"),
        json.optionalText("errorCode"),
        json.optionalText("text"));
  }
}
