package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.connector.World.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxCardsTest {
  private final World world = World.withSandbox();

  @AfterEach
  void end() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4242424242424242",
        "4111111111111111",
        "5555555555554444",
        "378282246310005",
        "6011111111111117",
        "3065930009020004",
        "3566002020360505",
        "6200000000000005",
        "6771798021000008"
      })
  void charges_and_tokenizes_good_test_cards(String number) {
    Reply charge = world.twilioPosts(TwilioJson.charge().withCard(number));
    assertThat(charge.text("charge_id")).startsWith("ch_sandbox_");
    Reply token = world.twilioPosts(TwilioJson.tokenize().withCard(number));
    assertThat(token.text("token_id")).startsWith("tok_sandbox_");
  }

  @ParameterizedTest
  @CsvSource({
    "4000000000000002,card_declined",
    "4000000000009995,insufficient_funds",
    "4000000000009987,lost_card",
    "4000000000009979,stolen_card",
    "4000000000000069,expired_card",
    "4000000000000127,incorrect_cvc",
    "4000000000000119,processing_error",
    "4000056655665556,not_a_test_card",
    "424242424242,not_a_test_card"
  })
  void refuses_other_cards_with_their_error_code(String number, String code) {
    Reply charge = world.twilioPosts(TwilioJson.charge().withCard(number).ofSession("ps_1"));
    assertThat(charge.status()).isEqualTo(200);
    assertThat(charge.text("charge_id")).isEqualTo("null");
    assertThat(charge.text("error_code")).isEqualTo(code);
    assertThat(charge.text("error_message")).isNotEqualTo("null");
    assertThat(world.entryOf("ps_1").get("status").asString()).isEqualTo("REFUSED");
    Reply token = world.twilioPosts(TwilioJson.tokenize().withCard(number));
    assertThat(token.text("token_id")).isEqualTo("null");
    assertThat(token.text("error_code")).isEqualTo(code);
  }

  @Test
  void refuses_a_card_that_expired_last_month() {
    TwilioJson charge = TwilioJson.charge().with("expiry_month", "02").with("expiry_year", "26");
    assertThat(world.twilioPosts(charge).text("error_code")).isEqualTo("expired_card");
  }

  @Test
  void derives_the_charge_id_from_the_transaction_id() {
    String id = TwilioJson.charge().transaction();
    Reply reply = world.twilioPosts(TwilioJson.charge().withTransaction(id));
    assertThat(reply.text("charge_id")).isEqualTo("ch_sandbox_" + id);
  }
}
