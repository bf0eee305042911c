package dev.agentpay.twilio.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallProgress;
import dev.agentpay.twilio.Options;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallReaderTest {
  private static final CallSid CALL = new CallSid("CA" + "c".repeat(32));
  private static final CallSid PARENT = new CallSid("CA" + "d".repeat(32));

  @Test
  void finds_a_dialled_leg_with_its_parent() throws IOException {
    final String body =
        """
        {"sid":"%s","status":"in-progress","from":"+18005551212","to":"client:ada",
         "parent_call_sid":"%s","novelty":true}"""
            .formatted(CALL, PARENT);

    assertThat(lookup(RawServer.answers(200, body)))
        .isEqualTo(
            new CallLookup.Found(
                CALL, CallProgress.IN_PROGRESS, "+18005551212", "client:ada", Optional.of(PARENT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":\"queued\"}",
        "{\"status\":\"queued\",\"parent_call_sid\":null,\"from\":null}"
      })
  void missing_values_are_absent(String body) throws IOException {
    assertThat(lookup(RawServer.answers(200, body)))
        .isEqualTo(new CallLookup.Found(CALL, CallProgress.QUEUED, "", "", Optional.empty()));
  }

  @Test
  void a_404_means_an_unknown_call() throws IOException {
    assertThat(lookup(RawServer.answers(404, "{\"code\":20404,\"message\":\"not found\"}")))
        .isEqualTo(new CallLookup.Unknown());
  }

  @Test
  void every_other_failure_means_unavailable() throws IOException {
    for (RawServer.Reaction reaction :
        new RawServer.Reaction[] {
          RawServer.answers(401, "{\"code\":20003,\"message\":\"Authenticate\"}"),
          RawServer.answers(500, ""),
          RawServer.answers(200, "<html>"),
          RawServer.answers(200, "null"),
          RawServer.answers(200, "{\"status\":\"queued\",\"parent_call_sid\":\"PK1\"}"),
          RawServer.closes()
        }) {
      assertThat(lookup(reaction)).isInstanceOf(CallLookup.Unavailable.class);
    }
  }

  @Test
  void requests_the_call_of_our_account() throws IOException {
    try (RawServer twilio = new RawServer(RawServer.answers(200, "{}"));
        TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
      connection.calls().fetch(CALL);

      assertThat(twilio.received().getFirst().line())
          .isEqualTo(
              "GET /2010-04-01/Accounts/%s/Calls/%s.json HTTP/1.1"
                  .formatted(Options.ACCOUNT, CALL));
    }
  }

  private static CallLookup lookup(RawServer.Reaction reaction) throws IOException {
    try (RawServer twilio = new RawServer(reaction);
        TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
      return connection.calls().fetch(CALL);
    }
  }
}
