package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.connector.World.Reply;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {
  private static final Credentials NEXT = new Credentials("twilio", "u6Fk-2vRj-Mz9d-Xq4c");

  private final ScriptedProcessor gateway = new ScriptedProcessor();
  private final World world =
      World.with(
          options -> options.withProcessor(gateway).withTwilioCredentials(World.TWILIO, NEXT));

  @AfterEach
  void end() {
    world.close();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic dHdpbGlv",
        "Bearer dHdpbGlvOmEtcGFzc3dvcmQtZm9yLXR3aWxpbw==",
        "Basic dHdpbGlvOmEtcGFzc3dvcmQtZm9yLXR3aWxpbz8="
      })
  void rejects_requests_without_valid_credentials(String header) {
    for (String path : new String[] {"/connector", "/connector/charge", "/connector/tokenize"}) {
      HttpRequest.Builder request =
          world.post(path, TwilioJson.charge().ofSession("ps_1").toString());
      Reply reply = world.send(header == null ? request : request.header("Authorization", header));
      assertUnauthorized(reply);
    }
    assertThat(gateway.calls).isEmpty();
    assertThat(world.ledgerOf("ps_1").get("entries")).isEmpty();
  }

  @Test
  void logs_refused_requests_at_a_bounded_rate() {
    try (LogCapture log = new LogCapture()) {
      for (int i = 0; i < 2 * RefusalLog.BURST; i++) {
        assertUnauthorized(world.send(world.post("/connector", "{}")));
      }
      assertThat(log.text().lines().filter(line -> line.contains("Rejected a request")).count())
          .isBetween((long) RefusalLog.BURST, RefusalLog.BURST * 3L / 2);
    }
  }

  @Test
  void accepts_both_pairs_of_credentials() {
    for (Credentials pair : new Credentials[] {World.TWILIO, NEXT}) {
      Reply reply =
          world.send(
              world
                  .post("/connector", TwilioJson.charge().toString())
                  .header("Authorization", World.basic(pair)));
      assertThat(reply.text("charge_id")).startsWith("ch_");
    }
  }

  @Test
  void reads_the_authentication_scheme_in_any_case() {
    Reply reply =
        world.send(
            world
                .post("/connector", TwilioJson.charge().toString())
                .header("Authorization", World.basic(NEXT).replace("Basic", "bAsIc")));
    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void keeps_twilio_and_ledger_credentials_apart() {
    assertUnauthorized(
        world.send(
            world
                .post("/connector", TwilioJson.charge().toString())
                .header("Authorization", World.basic(World.LEDGER))));
    HttpRequest.Builder ledger = HttpRequest.newBuilder(world.at("/connector/ledger?session=ps_1"));
    assertUnauthorized(
        world.send(ledger.copy().header("Authorization", World.basic(World.TWILIO))));
    assertUnauthorized(world.send(ledger));
  }

  private static void assertUnauthorized(Reply reply) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.response().headers().firstValue("WWW-Authenticate"))
        .contains("Basic realm=\"AgentPay connector\", charset=\"UTF-8\"");
    assertThat(reply.body()).contains("urn:agentpay:connector:unauthorized");
  }
}
