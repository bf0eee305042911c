package dev.agentpay.twilio.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.Options;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PublicUrl;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CallRedirectTest {
  private static final CallSid CALL = new CallSid("CA" + "c".repeat(32));

  @Test
  void redirects_the_call_to_our_webhook() throws IOException {
    try (RawServer twilio = new RawServer(RawServer.answers(200, "{}"));
        TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
      assertThat(connection.recall("/twilio/voice/incoming").recall(CALL)).isTrue();

      final RawServer.Received request = twilio.received().getFirst();
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
  void does_not_retry_a_refused_redirect() throws IOException {
    assertThat(told(RawServer.answers(400, "{\"code\":21220,\"message\":\"not in-progress\"}")))
        .isTrue();
    assertThat(told(RawServer.answers(200, "<html>"))).isTrue();
  }

  @Test
  void retries_a_redirect_that_may_not_have_arrived() throws IOException {
    assertThat(told(RawServer.answers(500, ""))).isFalse();
    assertThat(told(RawServer.closes())).isFalse();
  }

  private static boolean told(RawServer.Reaction reaction) throws IOException {
    try (RawServer twilio = new RawServer(reaction);
        TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
      return connection.recall("/twilio/voice/incoming").recall(CALL);
    }
  }
}
