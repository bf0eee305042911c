package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every invalid request gets an answer that says what is wrong and what to do, and changes
/// nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final Charset ASCII = StandardCharsets.US_ASCII;

  @AutoClose private final World world = new World();
  @AutoClose private final LogLines log = new LogLines();
  private final String call = world.callOf("alice");

  private HttpAnswer start(String body) {
    return world.as("alice").post("/api/pay-sessions", body.replace("$CALL", call));
  }

  private void nothingStarted() {
    assertThat(world.as("alice").get("/api/pay-sessions").text()).isEqualTo("{\"paySessions\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "amount":"-1"                          | amount                 | more than 0
          "amount":"0"                           | amount                 | more than 0
          "amount":"42.505"                      | amount                 | decimals
          "amount":"1.5","currency":"JPY"        | amount                 | decimals
          "amount":"1000000"                     | amount                 | less than 1000000
          "amount":"1e3"                         | amount                 | plain decimal
          "amount":"12,50"                       | amount                 | plain decimal
          "amount":"99999999999999999999"        | amount                 | plain decimal
          "amount":42.5                          | amount                 | a string
          "amount":["1"]                         | amount                 | a string
          "amount":"1","tip":"-1"                | tip                    | more than 0
          "amount":"1","currency":"XXQ"          | currency               | ISO 4217
          "amount":"1","currency":"us"           | currency               | ISO 4217
          "amount":"1","currency":"XXX"          | currency               | ISO 4217
          "amount":"1","currency":"XAU"          | currency               | ISO 4217
          "amount":"1","currency":"DEM"          | currency               | ISO 4217
          "amount":"1","currency":"\u0131qd"     | currency               | ISO 4217
          "description":"a\\u2028b"              | description            | one line
          "reference":"\\u202eabc"               | reference              | one line
          "reference":"\\ud800"                  | reference              | one line
          "reference":"4242  4242  4242  4242"   | reference              | card number
          "reference":"4242 - 4242 - 4242 - 4242" | reference             | card number
          "description":"4242_4242_4242_4242"    | description            | card number
          "description":"4242\u20114242\u20114242\u20114242" | description | card number
          "reference":"+4242424242424242"        | reference              | card number
          "parameters":{"4242\u200b4242\u200b4242\u200b4242":"x"} | parameters.(looks like a card number) | card number
          "amount":"1","currency":1              | currency               | a string
          "connector":"other"                    | connector              | sandbox, hosted
          "tokenType":"forever"                  | tokenType              | one-time
          "paymentMethod":"cash"                 | paymentMethod          | credit-card
          "bankAccountType":"savings"            | bankAccountType        | consumer-checking
          "captureOrder":"security-code"         | captureOrder           | a list
          "captureOrder":["cvv"]                 | captureOrder[0]        | security-code
          "captureOrder":[1]                     | captureOrder[0]        | a string
          "typeTwice":["cvv"]                    | typeTwice[0]           | security-code
          "validCardTypes":["visa","gold"]       | validCardTypes[1]      | mastercard
          "minPostalCodeLength":-1               | minPostalCodeLength    | from 0
          "minPostalCodeLength":"5"              | minPostalCodeLength    | whole number
          "inputTimeoutSeconds":0                | inputTimeoutSeconds    | from 1 to 600
          "inputTimeoutSeconds":1.5              | inputTimeoutSeconds    | whole number
          "inputTimeoutSeconds":99999999999      | inputTimeoutSeconds    | whole number
          "parameters":[]                        | parameters             | an object
          "parameters":{"k":1}                   | parameters.k           | a string
          "parameters":{"agentpaySession":"x"}   | parameters.agentpaySession | reserved
          "advance":"maybe"                      | advance                | server, client
          "confirmMayHaveCharged":"yes"          | confirmMayHaveCharged  | true or false
          "description":"two\\nlines"            | description            | one line
          "description":"4111 1111 1111 1111"    | description            | card number
          "reference":"no. 4111-1111-1111-1111!" | reference              | card number
          "reference":"378282246310005"          | reference              | card number
          "parameters":{"k":"4111111111111111"}  | parameters.k           | card number
          """)
  void names_an_invalid_value(String fields, String field, String what) {
    final HttpAnswer answered = start("{\"call\":{\"sid\":\"$CALL\"}," + fields + "}");
    assertThat(answered.status()).as(answered.text()).isEqualTo(422);
    assertThat(answered.problem()).isEqualTo("invalid");
    assertThat(answered.errorFields()).containsExactly(field);
    assertThat(answered.at("errors.0.detail")).contains(what);
    assertThat(answered.text()).doesNotContain("4111", "378282");
    nothingStarted();
    assertThat(log.lines())
        .anyMatch(line -> line.contains("422 invalid " + field))
        .noneMatch(line -> line.contains("4111") || line.contains("378282"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"amount\":\"999999.99\",\"tip\":\"0.02\"",
        "\"tip\":\"1\"",
        "\"captureOrder\":[\"payment-card-number\"]",
        "\"captureOrder\":[\"payment-card-number\",\"payment-card-number\",\"expiration-date\"]",
        "\"captureOrder\":[\"bank-routing-number\",\"bank-account-number\"]",
        "\"bankAccountType\":\"consumer-checking\""
      })
  void refuses_inconsistent_values(String fields) {
    final HttpAnswer answered = start("{\"call\":{\"sid\":\"$CALL\"}," + fields + "}");
    assertThat(answered.status()).as(answered.text()).isEqualTo(422);
    assertThat(answered.problem()).isEqualTo("invalid");
    assertThat(answered.at("detail")).isNotEmpty();
    nothingStarted();
  }

  @Test
  void reports_all_errors_at_once() {
    final HttpAnswer answered =
        start("{\"call\":{},\"amount\":\"-1\",\"currency\":\"USD\",\"connector\":\"x\"}");
    assertThat(answered.status()).isEqualTo(422);
    assertThat(answered.errorFields()).containsExactly("call.sid", "amount", "connector");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"call":{"sid":"$CALL"},"amuont":"1"}                 | amuont
          {"call":{"sid":"$CALL","from":"x"}}                   | call.from
          {"call":{"sid":"$CALL"},"4111111111111111":"1"}       | (looks like a card number)
          """)
  void names_an_unknown_property(String body, String field) {
    final HttpAnswer answered = start(body);
    assertThat(answered.status()).isEqualTo(400);
    assertThat(answered.problem()).isEqualTo("bad-request");
    assertThat(answered.errorFields()).containsExactly(field);
    assertThat(answered.text()).doesNotContain("41111");
    nothingStarted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "",
        "[]",
        "\"text\"",
        "null",
        "{\"call\":{\"sid\":\"$CALL\"}} {}",
        "{\"call\":{\"sid\":\"$CALL\"},\"call\":{\"sid\":\"$CALL\"}}",
        "{\"call\":{\"sid\":\"$CALL\"},\"amount\":NaN}",
        "{'call':1}",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
        "{\"amount\":123456789012345678901234567890}"
      })
  void refuses_a_body_that_is_not_a_shallow_json_object(String body) {
    final HttpAnswer answered = start(body);
    assertThat(answered.status()).as(answered.text()).isIn(400, 422);
    assertThat(answered.problem()).isEqualTo(body.isEmpty() ? "invalid" : "bad-request");
    assertThat(answered.text()).doesNotContain(call);
    nothingStarted();
  }

  @Test
  void refuses_invalid_utf_8_and_very_deep_or_long_json() {
    final Page alice = world.as("alice");
    final byte[] latin = "{\"description\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(alice.send("POST", "/api/pay-sessions", latin, "application/json").status())
        .isEqualTo(400);
    assertThat(start("[".repeat(30_000)).status()).isEqualTo(400);
    assertThat(start("{\"a\":[[[[[[[[1]]]]]]]]}").at("detail")).contains("deeper than 8 levels");
    assertThat(start("{\"a\":[[[[[[[1]]]]]]]}").at("detail")).contains("unknown");
    assertThat(start("{\"description\":\"" + "x".repeat(20_000) + "\"}").status()).isEqualTo(400);
    final HttpAnswer large = start("{\"description\":\"" + "x".repeat(70_000) + "\"}");
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.problem()).isEqualTo("too-large");
    final HttpAnswer chunked =
        Page.send(
            alice
                .request("/api/pay-sessions")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[70_000])))
                .build());
    assertThat(chunked.status()).as("of a length that is not told").isEqualTo(413);
    final HttpAnswer longText =
        start("{\"call\":{\"sid\":\"$CALL\"},\"description\":\"" + "x".repeat(201) + "\"}");
    assertThat(longText.status()).isEqualTo(422);
    assertThat(longText.errorFields()).containsExactly("description");
    nothingStarted();
  }

  /// An earlier answer would close the connection while the client is still writing.
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 200000", "Transfer-Encoding: chunked"})
  void reads_an_oversized_body_before_refusing_it(String framing) throws IOException {
    final boolean isChunked = framing.contains("chunked");
    final String piece = "x".repeat(100_000);
    final String half = isChunked ? "186a0\r\n" + piece + "\r\n" : piece;
    final URI base = world.as("alice").base();
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      final OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  + framing
                  + "\r\n\r\n")
              .getBytes(ASCII));
      out.write(half.getBytes(ASCII));
      socket.setSoTimeout(200);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      out.write((half + (isChunked ? "0\r\n\r\n" : "")).getBytes(ASCII));
      socket.setSoTimeout(10_000);
      assertThat(new String(socket.getInputStream().readNBytes(12), ASCII))
          .isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void refuses_another_content_type() {
    final HttpAnswer answered =
        world
            .as("alice")
            .send(
                "POST", "/api/pay-sessions", new byte[] {'a'}, "application/x-www-form-urlencoded");
    assertThat(answered.status()).isEqualTo(415);
    assertThat(answered.problem()).isEqualTo("unsupported-media-type");
    assertThat(answered.at("detail")).contains("application/json");
    assertThat(world.as("alice").send("POST", "/api/pay-sessions", new byte[] {'a'}, "").status())
        .isEqualTo(415);
  }

  @Test
  void refuses_a_start_on_an_unsuitable_call() {
    final Page alice = world.as("alice");
    final String body = "{\"call\":{\"sid\":\"%s\"}}";
    final HttpAnswer unknown = alice.post("/api/pay-sessions", body.formatted(World.newCall()));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.problem()).isEqualTo("unknown-call");
    final HttpAnswer bobs = alice.post("/api/pay-sessions", body.formatted(world.callOf("bob")));
    assertThat(bobs.text()).isEqualTo(unknown.text());
    assertThat(alice.post("/api/pay-sessions", body.formatted("CA12")).errorFields())
        .containsExactly("call.sid");

    final String over = world.callOf("alice");
    world.twilio().post("/twilio/calls/status", Map.of("CallSid", over, "CallStatus", "completed"));
    final HttpAnswer late = alice.post("/api/pay-sessions", body.formatted(over));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.problem()).isEqualTo("call-not-in-progress");
    nothingStarted();
  }

  @Test
  void refuses_unknown_and_invalid_filters() {
    final Page alice = world.as("alice");
    assertThat(alice.get("/api/pay-sessions?stat=paid").status()).isEqualTo(400);
    assertThat(alice.get("/api/pay-sessions?state=paid&state=failed").status()).isEqualTo(400);
    assertThat(alice.get("/api/pay-sessions?agent=bob").status()).isEqualTo(400);
    assertThat(alice.get("/api/pay-sessions?state=lost").errorFields()).containsExactly("state");
    assertThat(alice.get("/api/pay-sessions?from=yesterday").errorFields()).containsExactly("from");
    assertThat(alice.get("/api/pay-sessions?limit=0&from=x").errorFields())
        .containsExactlyInAnyOrder("limit", "from");
    assertThat(alice.get("/api/pay-sessions?limit=501").status()).isEqualTo(422);
    assertThat(alice.get("/api/pay-sessions?limit=5&state=paid,failed").status()).isEqualTo(200);
    assertThat(alice.get("/api/calls?x=1").status()).isEqualTo(400);
    assertThat(alice.post("/api/pay-sessions?wait=11s", "{}").errorFields())
        .containsExactly("wait");
    assertThat(alice.post("/api/pay-sessions?wait=soon", "{}").status()).isEqualTo(422);
  }

  @Test
  void refuses_an_invalid_idempotency_key() {
    final Page alice = world.as("alice");
    final String body = "{\"call\":{\"sid\":\"%s\"}}".formatted(call);
    for (String key : new String[] {"x".repeat(129), "4111111111111111", ""}) {
      final HttpAnswer answered =
          alice.with("Idempotency-Key", key).post("/api/pay-sessions", body);
      assertThat(answered.status()).isEqualTo(422);
      assertThat(answered.errorFields()).containsExactly("Idempotency-Key");
      assertThat(answered.text()).doesNotContain("4111");
    }
    nothingStarted();
  }
}
