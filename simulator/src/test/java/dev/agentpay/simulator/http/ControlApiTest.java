package dev.agentpay.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.rest.api.v2010.account.call.Payment;
import com.twilio.rest.api.v2010.account.call.Payment.Capture;
import com.twilio.rest.api.v2010.account.call.Payment.Status;
import dev.agentpay.simulator.TestContactCentre;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tests the control API over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlApiTest {
  private final TestContactCentre centre = new TestContactCentre();

  @AfterAll
  void close() {
    centre.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /simulator/calls | {\"from\":\"+15550199\",\"to\":\"+15550999\"} | 404 | unknown-number",
        "POST | /simulator/calls | {\"from\":\"\",\"to\":\"+15550100\"} | 400 | bad-from",
        "POST | /simulator/calls | {\"from\":\"+15550199\"} | 400 | bad-request",
        "POST | /simulator/calls | {\"from\":\"+15550199\",\"to\":1} | 400 | bad-request",
        "POST | /simulator/calls | {\"from\":\"a\",\"to\":\"b\",\"via\":\"c\"} | 400 | bad-request",
        "POST | /simulator/calls | {\"from\":\"a\",\"to\":\"b\",\"sipHeaders\":{\"X-A\":1}} | 400 | bad-request",
        "POST | /simulator/calls | {\"from\":\"a\",\"to\":\"b\",\"sipHeaders\":[]} | 400 | bad-request",
        "POST | /simulator/calls | {\"from\":\"a\",\"to\":\"b\",\"sipHeaders\":{\"Via\":\"c\"}} | 400 | bad-sip-header",
        "POST | /simulator/calls | [] | 400 | bad-request",
        "POST | /simulator/calls | { | 400 | bad-request",
        "POST | /simulator/calls | null | 400 | bad-request",
        "POST | /simulator/calls | '' | 400 | bad-request",
        "GET | /simulator/calls/CA1 | '' | 404 | unknown-call",
        "POST | /simulator/calls/CA1/digits | {\"digits\":\"1\"} | 404 | unknown-call",
        "POST | /simulator/calls/CA1/hangup | '' | 404 | unknown-call",
        "POST | /simulator/calls/CA1/answer | '' | 404 | unknown-call",
        "POST | /simulator/calls/CA1/reject | '' | 404 | unknown-call",
        "POST | /simulator/calls | {\"from\":\"+1\",\"to\":\"sip:a@acme.sip.example.test\"} | 400 | bad-from",
        "POST | /simulator/calls | {\"from\":\"sip:a@b\",\"to\":\"sip:a@c\"} | 404 | unknown-number",
        "POST | /simulator/calls/CA1/refer | {\"to\":\"sip:a@b\"} | 404 | unknown-call",
        "POST | /simulator/calls/CA1/refer | {\"target\":\"sip:a@b\"} | 400 | bad-request",
        "POST | /simulator/softphones/a/calls | {\"parameters\":{}} | 400 | bad-request",
        "POST | /simulator/softphones/a/calls | {\"to\":\"\"} | 400 | bad-to",
        "POST | /simulator/softphones/a/calls | {\"to\":\"+1\",\"parameters\":{\"a\":1}} | 400 | bad-request",
        "PUT | /simulator/parties | {\"+15550123\":\"asleep\"} | 400 | bad-party",
        "PUT | /simulator/parties | {\"+15550123\":1} | 400 | bad-request",
        "PUT | /simulator/switches | {\"turbo\":true} | 400 | bad-request",
        "PUT | /simulator/switches | {\"replay\":\"MAYBE\"} | 400 | bad-request",
        "PUT | /simulator/faults | {\"webhooks\":{\"drop\":2}} | 400 | bad-request",
        "PUT | /simulator/faults | {\"webhooks\":[]} | 400 | bad-request",
        "GET | /simulator/journal?since=yesterday | '' | 400 | bad-request",
      })
  void invalid_input_gets_a_problem_document(
      String method, String path, String body, int status, String type) {
    final HttpResponse<String> answer = centre.controlRaw(method, path, body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    final JsonNode problem = JsonMapper.builder().build().readTree(answer.body());
    assertThat(problem.get("type").asString()).endsWith(":" + type);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("detail").asString()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"digits\":\"\"} | 400",
        "{\"digits\":\"12a\"} | 400",
        "{\"digits\":\"1\",\"gapMillis\":-1} | 400",
        "{\"digits\":\"1\",\"gapMillis\":\"fast\"} | 400",
        "{\"digits\":4111111111111111} | 400",
        "{\"digits\":\"12345678901234567890123456789012345678901234567890123456789012345\"} | 400",
      })
  void errors_never_repeat_digits(String body, int status) {
    final String call = centre.callInProgress();
    final HttpResponse<String> answer =
        centre.controlRaw("POST", "/simulator/calls/" + call + "/digits", body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .doesNotContain("4111")
        .doesNotContain("1234567")
        .doesNotContain("12a");
  }

  @Test
  void refuses_a_body_too_large_or_too_deep() {
    final String large = "{\"from\":\"" + "x".repeat(20_000) + "\"}";
    assertThat(centre.controlRaw("POST", "/simulator/calls", large).statusCode()).isEqualTo(413);
    final String deep = "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000);
    assertThat(centre.controlRaw("POST", "/simulator/calls", deep).statusCode()).isEqualTo(400);
  }

  @Test
  void keys_on_an_ended_call_get_409() {
    final String call = centre.callInProgress();
    centre.control("POST", "/simulator/calls/" + call + "/hangup", Map.of());
    final HttpResponse<String> answer =
        centre.controlRaw("POST", "/simulator/calls/" + call + "/digits", "{\"digits\":\"1\"}");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(centre.controlRaw("POST", "/simulator/calls/" + call + "/hangup", "").statusCode())
        .isEqualTo(409);
    assertThat(centre.controlRaw("POST", "/simulator/calls/" + call + "/answer", "").statusCode())
        .isEqualTo(409);
  }

  @Test
  void switches_and_faults_are_set_and_read() {
    try (TestContactCentre own = new TestContactCentre()) {
      final JsonNode switches =
          own.control("PUT", "/simulator/switches", Map.of("hashTerminates", false));
      assertThat(switches.get("hashTerminates").asBoolean()).isFalse();
      assertThat(own.control("GET", "/simulator/switches", Map.of())).isEqualTo(switches);
      assertThat(
              own.control("PUT", "/simulator/switches", Map.of()).get("hashTerminates").asBoolean())
          .isTrue();
      final JsonNode faults =
          own.control("PUT", "/simulator/faults", Map.of("webhooks", Map.of("dropNext", 3)));
      assertThat(faults.at("/webhooks/dropNext").asInt()).isEqualTo(3);
      assertThat(own.control("GET", "/simulator/faults", Map.of())).isEqualTo(faults);
    }
  }

  @Test
  void a_reset_removes_calls_journal_and_timers() {
    try (TestContactCentre own = new TestContactCentre()) {
      final String call = own.callInProgress();
      own.payment(call).create(own.twilio);
      assertThat(own.controlRaw("POST", "/simulator/reset", "").statusCode()).isEqualTo(204);
      assertThat(own.control("GET", "/simulator/calls", Map.of()).get("calls")).isEmpty();
      assertThat(own.control("GET", "/simulator/journal", Map.of()).get("entries")).isEmpty();
      assertThat(own.callInProgress()).isNotEqualTo(call);
    }
  }

  @Test
  void the_journal_has_every_request_but_no_typed_digits() {
    try (TestContactCentre own = new TestContactCentre()) {
      own.connectorAnswer = "{\"charge_id\":\"ch_1\",\"echo\":\"5555555555554444 0929 9731\"}";
      final String call = own.callInProgress();
      final Payment payment =
          own.payment(call)
              .setPostalCode(true)
              .setDescription("card 4242 4242 4242 4242 by phone")
              .create(own.twilio);
      own.capture(payment, Capture.PAYMENT_CARD_NUMBER);
      own.types(call, "5555555555554444");
      own.capture(payment, Capture.EXPIRATION_DATE);
      own.types(call, "0929");
      own.capture(payment, Capture.SECURITY_CODE);
      own.types(call, "973");
      own.capture(payment, Capture.POSTAL_CODE);
      own.types(call, "86420#");
      own.status(payment, Status.COMPLETE);
      own.awaitResult();

      final String journal = own.journal();
      assertThat(journal)
          .contains(
              "\"kind\":\"REST\"",
              "\"kind\":\"WEBHOOK\"",
              "\"kind\":\"CONNECTOR\"",
              "\"kind\":\"KEYS\"",
              "\"kind\":\"CALL\"")
          .contains("xxxxxxxxxxxx4444", "\"ExpirationDate\":\"xxxx\"", "ch_1");
      // Webhook tokens and sids are random and may contain these digits, so they are removed first.
      final String withoutRandomIds =
          journal
              .replaceAll("[A-Z]{2}[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "")
              .replaceAll(
                  "\"(at|DateCreated|DateUpdated|date_created|date_updated|Timestamp|url|StatusCallback)\":\"[^\"]*\"",
                  "")
              .replace("xxxxxxxxxxxx4444", "");
      assertThat(withoutRandomIds)
          .doesNotContain("5555", "4444", "0929", "973", "86420", "4242 4242");
      assertThat(own.controlRaw("GET", "/simulator/journal?since=3", "").body())
          .contains("\"number\":4,")
          .doesNotContain("\"number\":3,");
    }
  }

  @Test
  void a_call_shows_its_legs_and_its_open_payment() {
    final String call = centre.callInProgress();
    final Payment payment = centre.payment(call).create(centre.twilio);
    centre.capture(payment, Capture.PAYMENT_CARD_NUMBER);
    final JsonNode view = centre.control("GET", "/simulator/calls/" + call, Map.of());
    assertThat(view.get("paymentSid").asString()).isEqualTo(payment.getSid());
    assertThat(view.get("capturing").asString()).isEqualTo("payment-card-number");
    assertThat(view.at("/children/0/identity").asString()).isEqualTo("alice");
    assertThat(view.at("/children/0/status").asString()).isEqualTo("in-progress");
  }

  @Test
  void a_form_above_64_kib_gets_413() throws Exception {
    final HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    centre.simulator.baseUri()
                        + "/2010-04-01/Accounts/"
                        + centre.simulator.accountSid()
                        + "/Calls.json"))
            .POST(HttpRequest.BodyPublishers.ofString("To=" + "1".repeat(70_000)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      final HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(413);
    }
  }
}
