package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.connector.World.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every request in this test has the session `ps_bad`, and none of them may create a ledger entry.
class BadInputTest {
  private final ScriptedProcessor gateway = new ScriptedProcessor();
  private final World world = World.withProcessor(gateway);

  @AfterEach
  void end() {
    world.close();
  }

  static Stream<Arguments> wrong() {
    TwilioJson good = TwilioJson.charge().ofSession("ps_bad");
    TwilioJson account = TwilioJson.chargeAccount().ofSession("ps_bad");
    return Stream.of(
        bad("invalid_method", good.without("method")),
        bad("invalid_method", good.withRaw("method", "null")),
        bad("invalid_method", good.with("method", "refund")),
        bad("invalid_method", good.withRaw("method", "1")),
        bad("invalid_transaction_id", TwilioJson.charge().without("transaction_id")),
        bad("invalid_transaction_id", TwilioJson.charge().withTransaction("")),
        bad("invalid_transaction_id", good.withTransaction("x".repeat(65))),
        bad("invalid_transaction_id", good.withTransaction("with blank")),
        bad("invalid_transaction_id", good.withTransaction("line\nbreak")),
        bad("invalid_transaction_id", good.withTransaction("4242424242424242")),
        bad("invalid_transaction_id", good.withTransaction("4242-4242-4242-4242")),
        bad("invalid_transaction_id", good.withRaw("transaction_id", "17")),
        bad("invalid_cardnumber", good.without("cardnumber")),
        bad("invalid_cardnumber", good.withCard("42424242424")),
        bad("invalid_cardnumber", good.withCard("42424242424242424242")),
        bad("invalid_cardnumber", good.withCard("4242 4242 4242 4242")),
        bad("invalid_cardnumber", good.withCard("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢")),
        bad("invalid_cardnumber", good.withRaw("cardnumber", "4242424242424242")),
        bad("invalid_cardnumber", good.withRaw("cardnumber", "[\"4242424242424242\"]")),
        bad("invalid_cardnumber", good.withRaw("cardnumber", "true")),
        bad("invalid_cardnumber", good.with("bankaccountnumber", "123456789")),
        bad("invalid_cvv", good.with("cvv", "12")),
        bad("invalid_cvv", good.with("cvv", "12345")),
        bad("invalid_cvv", good.with("cvv", "abc")),
        bad("invalid_cvv", good.withRaw("cvv", "123")),
        bad("invalid_expiry_month", good.with("expiry_month", "13")),
        bad("invalid_expiry_month", good.with("expiry_month", "0")),
        bad("invalid_expiry_month", good.with("expiry_month", "x")),
        bad("invalid_expiry_month", good.withRaw("expiry_month", "-8")),
        bad("invalid_expiry_month", good.without("expiry_month")),
        bad("invalid_expiry_month", good.without("expiry_year")),
        bad("invalid_expiry_month", good.with("expiry_year", "1999")),
        bad("invalid_expiry_month", good.with("expiry_year", "227")),
        bad("invalid_expiry_year", good.with("expiry_year", "20275")),
        bad("invalid_amount", good.without("amount")),
        bad("invalid_amount", good.with("amount", "0")),
        bad("invalid_amount", good.with("amount", "0.00")),
        bad("invalid_amount", good.with("amount", "-1")),
        bad("invalid_amount", good.with("amount", "1e3")),
        bad("invalid_amount", good.with("amount", "ten")),
        bad("invalid_amount", good.with("amount", "1,00")),
        bad("invalid_amount", good.with("amount", "10.001")),
        bad("invalid_amount", good.with("amount", "1000000")),
        bad("invalid_amount", good.with("amount", "1".repeat(1_000))),
        bad("invalid_amount", good.with("amount", "10.50").with("currency_code", "JPY")),
        bad("invalid_amount", good.with("currency_code", "ZZZ")),
        bad("invalid_currency_code", good.without("currency_code")),
        bad("invalid_routingnumber", account.without("routingnumber")),
        bad("invalid_routingnumber", account.with("routingnumber", "1234567")),
        bad("invalid_routingnumber", account.with("routingnumber", "12345678x")),
        bad("invalid_bankaccountnumber", account.with("bankaccountnumber", "123")),
        bad("invalid_bankaccountnumber", account.with("bankaccountnumber", "1".repeat(18))),
        bad("invalid_parameters", good.withRaw("parameters", "\"text\"")),
        bad("invalid_parameters", good.withRaw("parameters", "[1]")),
        bad("invalid_parameters", good.withRaw("parameters", "{\"a\":{\"b\":1}}")),
        bad("invalid_parameters", good.withParameter("agentpaySession", "not an id")),
        bad("invalid_parameters", good.withParameter("agentpaySession", "4242424242424242")),
        bad("invalid_request", ""),
        bad("invalid_request", "null"),
        bad("invalid_request", "[]"),
        bad("invalid_request", "\"4242424242424242\""),
        bad("invalid_request", "4242424242424242"),
        bad("invalid_request", "cardnumber=4242424242424242"),
        bad("invalid_request", "{\"cardnumber\":\"4242424242424242"),
        bad("invalid_cardnumber", "{\"cardnumber\":4242424242424242x}"),
        bad("invalid_request", "{\"4242424242424242\":}"),
        bad("invalid_request", good + "{}"),
        bad("invalid_request", good + " 4242424242424242"),
        bad("invalid_cardnumber", "{\"cardnumber\":\"4242424242424242\",\"cardnumber\":\"1\"}"),
        bad("invalid_request", good.with("description", "x".repeat(2_100))),
        bad("invalid_request", "{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"),
        bad("request_too_large", good.with("x", "x".repeat(20_000))));
  }

  private static Arguments bad(String code, Object body) {
    return Arguments.of(code, body.toString());
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refuses_bad_input_without_repeating_or_recording_it(String code, String body) {
    Reply reply = world.twilioPosts("/connector", body);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("error_code")).isEqualTo(code);
    assertThat(reply.text("error_message")).isNotEqualTo("null").doesNotContain("(no field");
    assertThat(reply.json().get("charge_id").isNull()).isTrue();
    assertThat(reply.body()).doesNotContain("4242", "refund", "ten", "1e3", "ZZZ");
    assertThat(gateway.calls).isEmpty();
    assertThat(world.ledgerOf("ps_bad").get("entries")).isEmpty();
  }

  @Test
  void refuses_a_method_that_contradicts_the_path() {
    assertThat(
            world
                .twilioPosts("/connector/charge", TwilioJson.tokenize().toString())
                .text("error_code"))
        .isEqualTo("invalid_method");
  }

  @Test
  void names_only_the_id_of_the_requested_method() {
    assertThat(world.twilioPosts(TwilioJson.tokenize().without("cardnumber")).body())
        .startsWith("{\"token_id\":null,\"error_code\"");
    assertThat(world.twilioPosts("/connector", "?").body())
        .startsWith("{\"charge_id\":null,\"token_id\":null,\"error_code\"");
  }

  @Test
  void refuses_encodings_other_than_utf8() {
    for (Charset charset : Arrays.asList(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      byte[] body = TwilioJson.charge().toString().getBytes(charset);
      Reply reply =
          world.send(
              HttpRequest.newBuilder(world.at("/connector"))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .header("Authorization", World.basic(World.TWILIO)));
      assertThat(reply.text("error_code")).isEqualTo("invalid_request");
    }
  }

  @Test
  void limits_bodies_of_unknown_length() {
    byte[] body = new byte[200_000];
    Arrays.fill(body, (byte) ' ');
    Reply reply =
        world.send(
            HttpRequest.newBuilder(world.at("/connector"))
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(body)))
                .header("Authorization", World.basic(World.TWILIO)));
    assertThat(reply.text("error_code")).isEqualTo("request_too_large");
  }

  @Test
  void answers_unknown_paths_and_methods_with_a_problem() {
    Reply lost = world.twilioPosts("/4242424242424242?cvv=123", "{}");
    assertThat(lost.status()).isEqualTo(404);
    assertThat(lost.body()).contains("urn:agentpay:connector:not-found").doesNotContain("4242");
    Reply get = world.send(HttpRequest.newBuilder(world.at("/connector")));
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.response().headers().firstValue("Content-Type"))
        .contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /%zz4242424242424242 HTTP/1.1",
        "POST /connector/..%2f4242424242424242 HTTP/1.1",
        "POST /connector;4242424242424242/..;/x HTTP/1.1",
        "4242424242424242",
        "POST /connector HTTP/4242424242424242"
      })
  void answers_malformed_http_without_repeating_it(String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.at("/").getPort())) {
      socket.setSoTimeout(5_000);
      String request = line + "\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).containsPattern("^HTTP/1.1 [45]").doesNotContain("4242");
    }
  }
}
