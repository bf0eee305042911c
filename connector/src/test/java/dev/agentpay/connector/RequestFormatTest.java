package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.connector.World.Reply;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFormatTest {
  private final World world = World.withSandbox();

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void answers_a_charge_in_twilios_format() {
    TwilioJson charge = TwilioJson.charge();
    Reply reply = world.twilioPosts(charge);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.response().headers().firstValue("Content-Type")).contains("application/json");
    assertThat(reply.body())
        .isEqualTo(
            "{\"charge_id\":\"ch_sandbox_%s\",\"error_code\":null,\"error_message\":null}"
                .formatted(charge.transaction()));
  }

  @Test
  void answers_a_token_in_twilios_format() {
    TwilioJson tokenize = TwilioJson.tokenize();
    assertThat(world.twilioPosts(tokenize).body())
        .isEqualTo(
            "{\"token_id\":\"tok_sandbox_%s\",\"error_code\":null,\"error_message\":null}"
                .formatted(tokenize.transaction()));
  }

  @Test
  void refusal_has_a_null_id() {
    assertThat(world.twilioPosts(TwilioJson.charge().withCard("4000000000000002")).body())
        .isEqualTo(
            "{\"charge_id\":null,\"error_code\":\"card_declined\","
                + "\"error_message\":\"The bank declined the card\"}");
    assertThat(world.twilioPosts(TwilioJson.tokenize().withCard("4000000000000002")).body())
        .startsWith("{\"token_id\":null,\"error_code\":\"card_declined\"");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "application/json",
        "application/json; charset=utf-8",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "nonsense"
      })
  void accepts_any_content_type(String type) {
    final HttpRequest.Builder request =
        world
            .post("/connector", TwilioJson.charge().toString())
            .header("Authorization", World.basic(World.TWILIO));
    Reply reply = world.send(type == null ? request : request.header("Content-Type", type));
    assertThat(reply.text("charge_id")).startsWith("ch_sandbox_");
  }

  @Test
  void accepts_paths_with_a_method_suffix() {
    assertThat(
            world
                .twilioPosts("/connector/charge", TwilioJson.charge().toString())
                .text("charge_id"))
        .startsWith("ch_sandbox_");
    assertThat(
            world
                .twilioPosts("/connector/tokenize", TwilioJson.tokenize().toString())
                .text("token_id"))
        .startsWith("tok_sandbox_");
  }

  @Test
  void uses_the_suffix_if_method_is_missing() {
    assertThat(
            world
                .twilioPosts("/connector/charge", TwilioJson.charge().without("method").toString())
                .text("charge_id"))
        .startsWith("ch_sandbox_");
  }

  @ParameterizedTest
  @CsvSource({"08,27", "8,27", "08,2027", "12,99", "03,26"})
  void accepts_short_and_long_months_and_years(String month, String year) {
    Reply reply =
        world.twilioPosts(
            TwilioJson.charge().with("expiry_month", month).with("expiry_year", year));
    assertThat(reply.text("charge_id")).startsWith("ch_sandbox_");
  }

  @Test
  void accepts_month_and_year_as_numbers() {
    Reply reply =
        world.twilioPosts(
            TwilioJson.charge().withRaw("expiry_month", "8").withRaw("expiry_year", "2027"));
    assertThat(reply.text("charge_id")).startsWith("ch_sandbox_");
  }

  @ParameterizedTest
  @CsvSource({
    "10.00,USD,10.00",
    "10.0,USD,10.00",
    "10,usd,10.00",
    "0.5,EUR,0.50",
    "10.00,JPY,10",
    "1.234,KWD,1.234",
    "999999.99,USD,999999.99"
  })
  void records_amounts_with_the_currencys_decimals(
      String amount, String currency, String recorded) {
    Reply reply =
        world.twilioPosts(
            TwilioJson.charge()
                .with("amount", amount)
                .with("currency_code", currency)
                .ofSession("ps_amount"));
    assertThat(reply.text("error_code")).isEqualTo("null");
    assertThat(world.entryOf("ps_amount").get("amount").asString()).isEqualTo(recorded);
  }

  @Test
  void accepts_null_empty_and_missing_fields() {
    TwilioJson nulls =
        TwilioJson.charge()
            .withRaw("cvv", "null")
            .withRaw("postal_code", "null")
            .withRaw("description", "null")
            .withRaw("bankaccountnumber", "null")
            .withRaw("routingnumber", "null")
            .withRaw("parameters", "null");
    assertThat(world.twilioPosts(nulls).text("charge_id")).startsWith("ch_sandbox_");
    TwilioJson empties = TwilioJson.charge().with("cvv", "").with("postal_code", "");
    assertThat(world.twilioPosts(empties).text("charge_id")).startsWith("ch_sandbox_");
    TwilioJson missing =
        TwilioJson.charge()
            .without("cvv")
            .without("postal_code")
            .without("parameters")
            .without("description")
            .without("expiry_month")
            .without("expiry_year");
    assertThat(world.twilioPosts(missing).text("charge_id")).startsWith("ch_sandbox_");
  }

  @Test
  void ignores_unknown_fields() {
    TwilioJson json =
        TwilioJson.charge()
            .withRaw("brand_new", "{\"deep\":[1,{\"er\":true}]}")
            .with("another", "x");
    assertThat(world.twilioPosts(json).text("charge_id")).startsWith("ch_sandbox_");
  }

  @Test
  void ignores_the_amount_of_a_tokenize_request() {
    assertThat(world.twilioPosts(TwilioJson.tokenize().with("amount", "10.00")).text("token_id"))
        .startsWith("tok_sandbox_");
  }

  @Test
  void charges_and_tokenizes_bank_accounts() {
    assertThat(world.twilioPosts(TwilioJson.chargeAccount()).text("charge_id"))
        .startsWith("ch_sandbox_");
    TwilioJson token =
        TwilioJson.chargeAccount().with("method", "tokenize").with("bankaccountnumber", "12345678");
    assertThat(world.twilioPosts(token).text("token_id")).startsWith("tok_sandbox_");
  }

  @Test
  void refuses_unknown_accounts_and_invalid_routing_numbers() {
    assertThat(
            world
                .twilioPosts(TwilioJson.chargeAccount().with("bankaccountnumber", "987654321"))
                .text("error_code"))
        .isEqualTo("not_a_test_account");
    assertThat(
            world
                .twilioPosts(TwilioJson.chargeAccount().with("routingnumber", "110000001"))
                .text("error_code"))
        .isEqualTo("routing_number_invalid");
  }
}
