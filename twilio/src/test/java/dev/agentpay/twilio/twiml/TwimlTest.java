package dev.agentpay.twilio.twiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.Options;
import dev.agentpay.twilio.webhook.PublicUrl;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwimlTest {
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  private static final CallSid CALL = new CallSid("CA" + "c".repeat(32));

  @Test
  void dials_a_softphone_with_the_customers_leg() {
    assertThat(Twiml.dial(dial(20, Map.of("reference", "7 & <8>"))))
        .isEqualTo(
            HEAD
                + "<Response>"
                + "<Dial action=\"https://pay.example.com/twilio/voice/dialed?a=b&amp;c=d\" answerOnBridge=\"true\" method=\"POST\" timeout=\"20\">"
                + "<Client statusCallback=\"https://pay.example.com/twilio/calls/status#rc=5&amp;ct=2000&amp;rt=2000&amp;rp=ct,rt,5xx\" statusCallbackEvent=\"initiated ringing answered completed\" statusCallbackMethod=\"POST\">"
                + "<Identity>ada</Identity>"
                + "<Parameter name=\"parentCallSid\" value=\""
                + CALL
                + "\"/>"
                + "<Parameter name=\"reference\" value=\"7 &amp; &lt;8&gt;\"/>"
                + "</Client></Dial></Response>");
  }

  @Test
  void rejects_a_call_as_busy() {
    assertThat(Twiml.busy()).isEqualTo(HEAD + "<Response><Reject reason=\"busy\"/></Response>");
  }

  @Test
  void ends_a_call() {
    assertThat(Twiml.hangup()).isEqualTo(HEAD + "<Response><Hangup/></Response>");
  }

  @Test
  void says_a_message_and_ends_the_call() {
    assertThat(Twiml.say("All agents are busy & <away>.\u0007"))
        .isEqualTo(
            HEAD
                + "<Response><Say>All agents are busy &amp; &lt;away&gt;. </Say><Hangup/></Response>");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Twiml.MAX_SPOKEN + 1})
  void limits_the_length_of_a_message(int length) {
    assertThatThrownBy(() -> Twiml.say("a".repeat(length)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the text must have 1 to 4096 characters");
  }

  @Test
  void refuses_an_oversized_document() {
    assertThatThrownBy(() -> Twiml.dial(dial(20, Map.of("long", "a".repeat(Twiml.MAX_BYTES)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("TwiML must have at most 65536 bytes; got ");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 601})
  void limits_the_ringing_time(int seconds) {
    assertThatThrownBy(() -> dial(seconds, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ringFor must be between 5 and 600 seconds");
  }

  @Test
  void limits_parameters_and_reserves_the_customers_leg() {
    final Map<String, String> many =
        IntStream.rangeClosed(0, SoftphoneDial.MAX_PARAMETERS)
            .boxed()
            .collect(Collectors.toMap(i -> "p" + i, _ -> "v"));

    assertThatThrownBy(() -> dial(20, many)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> dial(20, Map.of("parentCallSid", "CA1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SoftphoneDial dial(int seconds, Map<String, String> parameters) {
    return new SoftphoneDial(
        new AgentId("ada"),
        CALL,
        URI.create("https://pay.example.com/twilio/voice/dialed?a=b&c=d"),
        new PublicUrl(Options.PUBLIC_URL).webhook("/twilio/calls/status"),
        Duration.ofSeconds(seconds),
        parameters);
  }
}
