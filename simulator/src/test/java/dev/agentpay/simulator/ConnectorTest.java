package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.wire.Transport;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests requests to connectors and the results of their answers.
class ConnectorTest {

  @Test
  void missing_fields_are_null_in_the_connectors_request() {
    final VirtualWorld world = completed(new VirtualWorld());
    final Transport.OutgoingRequest request = world.connectorRequests().getFirst();
    final String credentials =
        new String(
            Base64.getDecoder().decode(request.headers().get("Authorization").substring(6)),
            StandardCharsets.UTF_8);
    assertThat(credentials).isEqualTo("twilio:secret");
    assertThat(request.headers()).containsEntry("User-Agent", "AHC/2.1");
    assertThat(world.connectorBody().keySet())
        .containsExactly(
            "method",
            "transaction_id",
            "cardnumber",
            "cvv",
            "expiry_month",
            "expiry_year",
            "postal_code",
            "amount",
            "currency_code",
            "description",
            "parameters");
    assertThat(world.connectorBody())
        .containsEntry("postal_code", null)
        .containsEntry("description", null)
        .containsEntry("parameters", Map.of())
        .containsEntry("amount", "9.99");
    assertThat(request.toString()).doesNotContain("4111");
  }

  @Test
  void the_connector_gets_description_and_parameters() {
    final VirtualWorld world = new VirtualWorld();
    completed(
        world,
        "Description",
        "two tickets",
        "Currency",
        "eur",
        "PostalCode",
        "false",
        "Parameter",
        "{\"session\":\"s-1\",\"save\":true}");
    assertThat(world.connectorBody())
        .containsEntry("description", "two tickets")
        .containsEntry("currency_code", "EUR")
        .containsEntry("parameters", Map.of("session", "s-1", "save", true));
  }

  @Test
  void repeats_an_unanswered_request_with_the_same_transaction() {
    final VirtualWorld world = new VirtualWorld();
    world.network = silentConnector(world);
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    world.complete(call, payment);
    world.pass(59.9);
    assertThat(world.connectorRequests()).hasSize(6);
    assertThat(world.connectorRequests())
        .extracting(Transport.OutgoingRequest::body)
        .containsOnly(world.connectorRequests().getFirst().body());
    assertThat(world.lastCallback()).doesNotContainKey("Result");
    world.pass(0.2);
    assertThat(world.lastCallback()).containsEntry("Result", "payment-connector-error");
    assertThat(world.lastCallback().get("PaymentError")).contains("did not answer");
    world.pass(100);
    assertThat(world.connectorRequests()).hasSize(6);
  }

  @Test
  void accepts_an_answer_to_a_later_attempt() {
    final VirtualWorld world = new VirtualWorld();
    world.network = silentConnector(world);
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    world.complete(call, payment);
    world.pass(15);
    world.network = world::answer;
    world.pass(6);
    assertThat(world.connectorRequests()).hasSize(3);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
  }

  @Test
  void a_hang_up_during_the_charge_changes_nothing() {
    final VirtualWorld world = new VirtualWorld();
    world.network = silentConnector(world);
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    world.complete(call, payment);
    world.twilio.hangUp(call);
    world.pass(5);
    assertThat(world.lastCallback()).doesNotContainKey("Result");
    world.network = world::answer;
    world.pass(10);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
    assertThat(world.callbacks()).filteredOn(c -> c.containsKey("Result")).hasSize(1);
  }

  @Test
  void reports_a_refusal_as_connector_error() {
    final VirtualWorld world = new VirtualWorld();
    world.connectorAnswer =
        "{\"charge_id\":null,\"error_code\":\"card_declined\",\"error_message\":\"Declined\"}";
    completed(world);
    assertThat(world.lastCallback())
        .containsEntry("Result", "payment-connector-error")
        .containsEntry("ConnectorError", "card_declined")
        .containsEntry("PayErrorCode", "64008")
        .containsEntry("PaymentError", "Declined")
        .containsEntry("PaymentCardNumber", "xxxxxxxxxxxx1111")
        .doesNotContainKeys("PaymentConfirmationCode");
    assertThat(world.connectorRequests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "oops",
        "[]",
        "{}",
        "{\"charge_id\":null}",
        "{\"charge_id\":{}}",
        "{\"token_id\":\"t\"}"
      })
  void an_unreadable_answer_is_in_doubt(String answer) {
    final VirtualWorld world = new VirtualWorld();
    world.connectorAnswer = answer;
    completed(world);
    assertThat(world.lastCallback())
        .containsEntry("Result", "payment-connector-error")
        .doesNotContainKeys("ConnectorError", "PayErrorCode");
    assertThat(world.lastCallback().get("PaymentError")).contains("malformed");
    assertThat(world.connectorRequests()).hasSize(1);
  }

  @Test
  void a_500_is_in_doubt_and_not_repeated() {
    final VirtualWorld world = new VirtualWorld();
    world.network =
        request ->
            request.url().getHost().equals("connector.example")
                ? Optional.of(new Transport.Outcome.Answered(500, ""))
                : world.answer(request);
    completed(world);
    assertThat(world.lastCallback()).containsEntry("Result", "payment-connector-error");
    assertThat(world.connectorRequests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "4000000000000002, card_declined",
    "4000000000009995, insufficient_funds",
    "4000000000000069, expired_card",
    "4000000000000127, incorrect_cvc",
    "4000000000000119, processing_error",
  })
  void a_hosted_connector_refuses_stripes_declined_test_cards(String card, String code) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call, "PaymentConnector", "Default");
    world.fill(call, payment, card);
    world.complete(call, payment);
    world.pass(2);
    assertThat(world.lastCallback())
        .containsEntry("Result", "payment-connector-error")
        .containsEntry("ConnectorError", code)
        .containsEntry("PayErrorCode", "64012");
    assertThat(world.connectorRequests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "one-time, PaymentToken, tok_",
    "reusable, ProfileId, cus_",
    "payment-method, PaymentToken, pm_"
  })
  void a_hosted_connector_creates_every_token_type(String type, String parameter, String start) {
    final VirtualWorld world = new VirtualWorld();
    completed(world, "PaymentConnector", "Default", "ChargeAmount", "-", "TokenType", type);
    assertThat(world.lastCallback())
        .containsEntry("Result", "success")
        .containsEntry("PaymentConfirmationCode", "");
    assertThat(world.lastCallback().get(parameter)).startsWith(start);
  }

  private static Function<Transport.OutgoingRequest, Optional<Transport.Outcome>> silentConnector(
      VirtualWorld world) {
    return request ->
        request.url().getHost().equals("connector.example")
            ? Optional.empty()
            : world.answer(request);
  }

  private static VirtualWorld completed(VirtualWorld world, String... order) {
    final String call = world.call();
    final String payment = world.open(call, order);
    world.fill(call, payment);
    assertThat(world.complete(call, payment).status()).isEqualTo(202);
    world.pass(2);
    return world;
  }
}
