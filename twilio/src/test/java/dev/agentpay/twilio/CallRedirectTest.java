package dev.agentpay.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.agentpay.core.CallSid;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CallRedirectTest {
  private static final CallSid CALL = new CallSid("CA" + "c".repeat(32));

  @Test
  void the_call_is_led_to_our_webhook() throws IOException {
    try (RawServer twilio = new RawServer(RawServer.answers(200, "{}"));
        TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
      connection.recall("/twilio/voice/incoming").recall(CALL);

      final var request = twilio.received().getFirst();
      assertThat(request.line())
          .isEqualTo(
              "POST /2010-04-01/Accounts/%s/Calls/%s.json HTTP/1.1"
                  .formatted(Options.ACCOUNT, CALL));
      final Form sent = request.form();
      assertThat(sent.first("Url"))
          .contains(
              new PublicUrl(Options.at(twilio.uri()).publicUrl())
                  .webhook("/twilio/voice/incoming")
                  .toString());
      assertThat(sent.first("Method")).contains("POST");
    }
  }

  @Test
  void a_call_that_cannot_be_led_is_left_as_it_is() throws IOException {
    for (RawServer.Reaction reaction :
        new RawServer.Reaction[] {
          RawServer.answers(400, "{\"code\":21220,\"message\":\"not in-progress\"}"),
          RawServer.answers(500, ""),
          RawServer.answers(200, "<html>"),
          RawServer.closes()
        }) {
      try (RawServer twilio = new RawServer(reaction);
          TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
        assertThatCode(() -> connection.recall("/twilio/voice/incoming").recall(CALL))
            .doesNotThrowAnyException();
      }
    }
  }
}
