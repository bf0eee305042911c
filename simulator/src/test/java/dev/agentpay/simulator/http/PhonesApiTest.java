package dev.agentpay.simulator.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.twilio.rest.api.v2010.account.Call;
import dev.agentpay.simulator.EventReader;
import dev.agentpay.simulator.TestContactCentre;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// Tests SIP, softphones and rules for parties over HTTP, with signed webhooks.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhonesApiTest {
  private final TestContactCentre centre = new TestContactCentre();

  @AfterAll
  void close() {
    centre.close();
  }

  @Test
  void a_pbx_calls_in_and_transfers_the_customer() {
    centre.twiml =
        """
        <Response><Dial callerId="+15550100" answerOnBridge="true" referUrl="/refer">
          <Number>+15550142</Number></Dial></Response>
        """;
    centre.referred =
        "<Response><Dial callerId='+15550100'><Number>+15550143</Number></Dial></Response>";
    final JsonNode domains =
        centre.control("GET", "/simulator/sip-domains", Map.of()).get("sipDomains");
    assertThat(domains.get(0).get("domain").asString()).isEqualTo(TestContactCentre.SIP_DOMAIN);
    final String call =
        centre
            .control(
                "POST",
                "/simulator/calls",
                Map.of(
                    "from",
                    "sip:+15550111@pbx.example.test",
                    "to",
                    "sip:+15550142@" + TestContactCentre.SIP_DOMAIN,
                    "sipHeaders",
                    Map.of("User-to-User", "00aa;encoding=hex")))
            .get("sid")
            .asString();
    final TestContactCentre.Received webhook =
        centre.awaitCallback(r -> call.equals(r.get("CallSid")));
    assertThat(webhook.signed()).isTrue();
    assertThat(webhook.get("SipHeader_User-to-User")).isEqualTo("00aa;encoding=hex");
    assertThat(webhook.get("SipDomainSid")).isEqualTo(domains.get(0).get("sid").asString());
    await().atMost(30, SECONDS).until(() -> centre.callStatus(call).equals("in-progress"));
    assertThat(Call.fetcher(call).fetch(centre.twilio).getFrom()).startsWith("sip:+15550111@");

    final HttpResponse<String> answer =
        centre.controlRaw(
            "POST",
            "/simulator/calls/" + call + "/refer",
            "{\"to\":\"sip:+15550143@pbx.example.test\",\"sipHeaders\":{\"X-Why\":\"sale\"}}");
    assertThat(answer.statusCode()).isEqualTo(202);
    final TestContactCentre.Received refer = centre.awaitCallback(r -> r.path().equals("/refer"));
    assertThat(refer.signed()).isTrue();
    assertThat(refer.get("ReferTransferTarget")).isEqualTo("<sip:+15550143@pbx.example.test>");
    assertThat(refer.get("SipHeader_X-Why")).isEqualTo("sale");
    await().atMost(30, SECONDS).until(() -> centre.callStatus(call).equals("completed"));
  }

  @Test
  void a_softphone_dials_a_busy_party() {
    try (TestContactCentre own = new TestContactCentre();
        EventReader alice =
            new EventReader(
                own.simulator.baseUri().resolve("/simulator/softphones/alice/events"))) {
      own.twiml =
          "<Response><Dial callerId='+15550100'><Number>+15550123</Number></Dial></Response>";
      assertThat(
              own.control("PUT", "/simulator/parties", Map.of("+15550123", "by-hand")).toString())
          .isEqualTo("{\"+15550123\":\"by-hand\"}");
      final String call =
          own.control(
                  "POST",
                  "/simulator/softphones/alice/calls",
                  Map.of("to", "+15550123", "parameters", Map.of("order", "o-1")))
              .get("sid")
              .asString();
      final JsonNode leg =
          alice.awaits("leg", data -> data.get("sid").asString().equals(call)).data();
      assertThat(leg.get("direction").asString()).isEqualTo("outbound");
      assertThat(leg.get("to").asString()).isEqualTo("+15550123");
      final TestContactCentre.Received voice =
          own.awaitCallback(r -> call.equals(r.get("CallSid")));
      assertThat(voice.get("order")).isEqualTo("o-1");
      assertThat(voice.get("ApplicationSid"))
          .isEqualTo(own.simulator.applicationSid().orElseThrow());
      await()
          .atMost(30, SECONDS)
          .until(
              () ->
                  own.control("GET", "/simulator/calls/" + call, Map.of())
                      .at("/children/0/status")
                      .asString("")
                      .equals("ringing"));
      final String party =
          own.control("GET", "/simulator/calls/" + call, Map.of()).at("/children/0/sid").asString();
      own.control("POST", "/simulator/calls/" + party + "/reject", Map.of());
      alice.awaits("leg", data -> data.get("status").asString().equals("completed"));
      own.controlRaw("POST", "/simulator/reset", "");
      assertThat(own.control("GET", "/simulator/parties", Map.of())).isEmpty();
    }
  }
}
