package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstStepsTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void an_agent_signs_in_and_takes_a_payment() {
    final HttpAnswer login =
        world.anyone().post("/api/login", "{\"name\":\"alice\",\"password\":\"alice's secret\"}");
    assertThat(login.status()).isEqualTo(200);
    assertThat(login.at("user.role")).isEqualTo("agent");
    final Page alice = new Page(world.server.baseUri(), java.util.Optional.of(login.at("token")));

    assertThat(alice.put("/api/me/availability", "{\"availability\":\"ready\"}").at("availability"))
        .isEqualTo("ready");
    final String call = World.newCall();
    final HttpAnswer twiml =
        world
            .twilio()
            .post(
                "/twilio/voice/incoming",
                Map.of("CallSid", call, "From", "+15005550006", "To", "+15005550001"));
    assertThat(twiml.text()).contains("<Client").contains("alice").contains(call);
    assertThat(alice.get("/api/me").at("agent.availability")).isEqualTo("busy");
    assertThat(alice.get("/api/calls").at("calls.0.state")).isEqualTo("ringing");
    assertThat(
            world
                .twilio()
                .post(
                    "/twilio/calls/status?leg=agent&route=softphone&agent=alice&ring=2",
                    Map.of(
                        "CallSid",
                        World.newCall(),
                        "ParentCallSid",
                        call,
                        "To",
                        "client:alice",
                        "CallStatus",
                        "in-progress"))
                .status())
        .isEqualTo(204);
    assertThat(alice.get("/api/calls/" + call).at("state")).isEqualTo("answered");

    final HttpAnswer started =
        alice.post(
            "/api/pay-sessions?wait=5s",
            "{\"call\":{\"sid\":\"%s\"},\"amount\":\"42.50\",\"tip\":\"5\",\"reference\":\"A-1\"}"
                .formatted(call));
    assertThat(started.status()).as(started.text()).isEqualTo(201);
    final String id = started.at("id");
    assertThat(started.header("Location")).isEqualTo("/api/pay-sessions/" + id);
    assertThat(started.at("total")).isEqualTo("47.50");
    assertThat(started.at("payment")).startsWith("PK");

    assertThat(
            alice
                .post(
                    "/api/pay-sessions/" + id + "/captures", "{\"field\":\"payment-card-number\"}")
                .at("capturing"))
        .isEqualTo("payment-card-number");
    world
        .twilio()
        .status(
            world,
            id,
            Map.of(
                "Capture", "payment-card-number",
                "PaymentCardNumber", "xxxxxxxxxxxx1111",
                "PaymentCardType", "visa",
                "Required", "expiration-date,security-code",
                "PartialResult", "false"));
    final HttpAnswer typed = alice.get("/api/pay-sessions/" + id);
    assertThat(typed.at("fields.0.state")).isEqualTo("captured");
    assertThat(typed.at("fields.0.mask")).endsWith("1111");
    assertThat(typed.at("capturing")).isEqualTo("expiration-date");
    world
        .twilio()
        .status(
            world,
            id,
            Map.of("Capture", "expiration-date", "Required", "", "ExpirationDate", "1230"));
    assertThat(alice.get("/api/pay-sessions/" + id).at("state")).isEqualTo("ready");
    assertThat(alice.post("/api/pay-sessions/" + id + "/submit", "").at("state"))
        .isEqualTo("completing");
    assertThat(
            world
                .twilio()
                .status(world, id, Map.of("Result", "success", "PaymentConfirmationCode", "ch_1"))
                .status())
        .isEqualTo(204);
    final HttpAnswer paid = alice.get("/api/pay-sessions/" + id);
    assertThat(paid.at("state")).isEqualTo("paid");
    assertThat(paid.at("final")).isEqualTo("true");
    assertThat(paid.at("outcome.confirmationCode")).isEqualTo("ch_1");
    assertThat(alice.get("/api/pay-sessions/" + id + "/events").text())
        .contains("\"session-started\"", "\"session-paid\"")
        .doesNotContain("1230");
    assertThat(alice.get("/api/pay-sessions?reference=A-1").at("paySessions.0.id")).isEqualTo(id);
  }
}
