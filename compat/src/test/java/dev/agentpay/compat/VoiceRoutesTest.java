package dev.agentpay.compat;

import static dev.agentpay.compat.CompatServer.newCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.compat.CompatServer.Reply;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VoiceRoutesTest {
  private CompatServer server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new CompatServer(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/inboundHandler",
        "/outboundHandler",
        "/outboundSyncUpdate?UUI=1",
        "/paySyncUpdate",
        "/sync/paySyncUpdate",
        "/sync/uuiSyncUpdate?CallDirection=toSIP&UUI=1",
        "/pv/callToSIP",
        "/pv/callToSIPwithRefer",
        "/pv/tollfreeCallToSIP",
        "/pv/callToPSTN",
        "/pv/callToPSTNwithRefer",
        "/pv/simpleCallToPSTN",
        "/pv/callTransfer",
        "/twiml",
        "/statusCallback",
        "/forward?Fwd=%2B12025550190",
        "/answered",
        "/finished",
        "/payresult"
      })
  void requires_twilios_signature(String path) {
    final Reply reply =
        server.send(
            "POST",
            path,
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            voiceForm(newCall()));
    assertThat(reply.status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/connector/charge", "/connector/tokenize", "/mockPaymentProcessor"})
  void refuses_card_data(String path) {
    final Reply reply = server.post(path, Map.of(), Map.of("cardnumber", "none"));
    assertThat(reply.status()).isEqualTo(410);
    assertThat(reply.body()).startsWith("This server does not accept card data.");
  }

  @Test
  void forwards_incoming_calls_to_the_pbx() {
    final Reply reply = server.postSigned("/pv/callToSIP", voiceForm(newCall()));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.header("Content-Type").orElse("")).startsWith("text/xml");
    assertThat(reply.body()).contains("pbx.example.test");
  }

  @Test
  void plays_a_busy_tone_without_a_sip_domain(@TempDir Path folder) {
    final CompatOptions all = CompatServer.ALL_CLIENTS;
    final CompatOptions withoutDomain =
        new CompatOptions(
            all.clients(),
            false,
            all.syncServices(),
            all.syncServiceName(),
            all.payMap(),
            all.uuiMap(),
            Optional.empty(),
            all.captureOrder(),
            true,
            false,
            all.connectors(),
            all.currency(),
            all.phoneNumber(),
            all.applicationSid(),
            all.inputTimeoutSeconds(),
            all.assets());
    try (CompatServer other = new CompatServer(folder, withoutDomain)) {
      assertThat(other.postSigned("/inboundHandler", voiceForm(newCall())).body())
          .contains("<Reject reason=\"busy\"");
    }
  }

  @Test
  void dials_the_number_in_the_url_with_or_without_plus() {
    for (String number : new String[] {"%2B12025550190", "+12025550190", "12025550190"}) {
      final Reply reply = server.postSigned("/forward?Fwd=" + number, voiceForm(newCall()));
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.body()).as(number).contains("+12025550190");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/forward", "/forward?Fwd=", "/forward?Fwd=bob"})
  void refuses_to_forward_without_a_number(String path) {
    final Reply reply = server.postSigned(path, voiceForm(newCall()));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).isEqualTo("No forwarding number provided");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/paySyncUpdate", "/sync/paySyncUpdate", "/statusCallback", "/payresult"})
  void acknowledges_a_payment_of_an_original_server(String path) {
    final String payment = "PK" + "9".repeat(32);
    final Reply reply =
        server.postSigned(path, "CallSid=%s&Sid=%s&Result=success".formatted(newCall(), payment));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(payment);
  }

  @Test
  void acknowledges_a_call_status_with_the_uui() {
    final String form =
        "CallSid=%s&CallStatus=in-progress&From=%%2B12025550110&To=%%2B12025550104"
            .formatted(newCall());
    assertThat(server.postSigned("/outboundSyncUpdate?UUI=c7", form).body()).isEqualTo("c7");
    assertThat(server.postSigned("/outboundSyncUpdate", form).body())
        .isEqualTo("Cannot extract UUI from call, so cannot establish Pay");
  }

  @Test
  void acknowledges_the_end_of_a_forwarded_call_without_content() {
    assertThat(server.postSigned("/answered", voiceForm(newCall())).status()).isEqualTo(204);
    assertThat(server.postSigned("/finished", voiceForm(newCall())).status()).isEqualTo(204);
  }

  private static String voiceForm(String call) {
    return "CallSid=%s&From=%%2B12025550110&To=%%2B12025550104&CallStatus=ringing&Direction=inbound"
        .formatted(call);
  }
}
