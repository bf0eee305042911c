package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.connector.World.Reply;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LedgerAndHealthTest {
  private final World world = World.withSandbox();

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void returns_all_details_of_a_charge() {
    TwilioJson charge = TwilioJson.charge().ofSession("ps_1");
    world.twilioPosts(charge);
    assertThat(world.ledgerOf("ps_1").toString())
        .isEqualTo(
            ("{'session':'ps_1','entries':[{'transactionId':'%1$s','method':'charge',"
                    + "'status':'CHARGED','chargeId':'ch_sandbox_%1$s','tokenId':null,"
                    + "'errorCode':null,'errorMessage':null,'amount':'10.00','currency':'USD',"
                    + "'startedAt':'2026-03-04T05:06:07Z','endedAt':'2026-03-04T05:06:07Z'}]}")
                .formatted(charge.transaction())
                .replace('\'', '"'));
  }

  @Test
  void returns_tokens_and_refusals() {
    world.twilioPosts(TwilioJson.tokenize().ofSession("ps_2"));
    final JsonNode token = world.entryOf("ps_2");
    assertThat(token.get("method").asString()).isEqualTo("tokenize");
    assertThat(token.get("status").asString()).isEqualTo("TOKENIZED");
    assertThat(token.get("tokenId").asString()).startsWith("tok_sandbox_");
    assertThat(token.get("chargeId").isNull()).isTrue();
    assertThat(token.get("amount").isNull()).isTrue();

    world.twilioPosts(TwilioJson.charge().withCard("4000000000009995").ofSession("ps_3"));
    final JsonNode refusal = world.entryOf("ps_3");
    assertThat(refusal.get("status").asString()).isEqualTo("REFUSED");
    assertThat(refusal.get("errorCode").asString()).isEqualTo("insufficient_funds");
    assertThat(refusal.get("errorMessage").asString()).contains("insufficient funds");
  }

  @Test
  void returns_only_the_requested_session() {
    world.twilioPosts(TwilioJson.charge().ofSession("ps_a"));
    world.twilioPosts(TwilioJson.charge().ofSession("ps_b"));
    world.twilioPosts(TwilioJson.charge());
    assertThat(world.ledgerOf("ps_a").get("entries")).hasSize(1);
  }

  @Test
  void returns_no_entries_for_an_unknown_session() {
    assertThat(world.ledgerOf("ps_unknown").toString())
        .isEqualTo("{\"session\":\"ps_unknown\",\"entries\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?session=", "?session=a%20b", "?session=4242424242424242"})
  void rejects_an_invalid_session_id(String query) {
    Reply reply =
        world.send(
            HttpRequest.newBuilder(world.at("/connector/ledger" + query))
                .header("Authorization", World.basic(World.LEDGER)));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body())
        .contains("urn:agentpay:connector:invalid-session")
        .doesNotContain("4242");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready"})
  void health_checks_need_no_credentials(String path) {
    Reply reply = world.send(HttpRequest.newBuilder(world.at(path)));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"status\":\"up\"}");
  }
}
