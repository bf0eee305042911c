package dev.agentpay.twilio.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.ports.CustomerLegs.Answer;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.Options;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LegReaderTest {
  private static final CallSid LEG = new CallSid("CA" + "c".repeat(32));
  private static final CallSid OTHER = new CallSid("CA" + "d".repeat(32));
  private static final String CALLS = "GET /2010-04-01/Accounts/" + Options.ACCOUNT + "/Calls";
  private static final RawServer.Reaction NOT_FOUND =
      RawServer.answers(404, "{\"code\":20404,\"message\":\"not found\"}");

  @Test
  void a_customers_leg_takes_one_request() throws IOException {
    final Asked asked = ask(call(LEG, "inbound", "+15550199", "+15550100", null));

    assertThat(asked.answer)
        .isEqualTo(new Answer.Customer(LEG, "+15550199", "+15550100", true, Optional.empty()));
    assertThat(asked.requests).containsExactly(CALLS + "/" + LEG + ".json HTTP/1.1");
  }

  @Test
  void the_customer_of_a_rung_softphone_is_its_parent() throws IOException {
    final Asked asked =
        ask(
            call(LEG, "outbound-dial", "+15550100", "client:ada", OTHER),
            call(OTHER, "inbound", "", "+15550100", null));

    assertThat(asked.answer)
        .isEqualTo(new Answer.Customer(OTHER, "", "+15550100", true, Optional.of(LEG)));
    assertThat(asked.requests)
        .containsExactly(
            CALLS + "/" + LEG + ".json HTTP/1.1", CALLS + "/" + OTHER + ".json HTTP/1.1");
  }

  @Test
  void the_customer_of_a_calling_softphone_is_its_child() throws IOException {
    final Asked asked =
        ask(
            call(LEG, "inbound", "client:ada", "", null),
            calls(json(OTHER, "outbound-dial", "client:ada", "+15550199", LEG)));

    assertThat(asked.answer)
        .isEqualTo(new Answer.Customer(OTHER, "client:ada", "+15550199", true, Optional.of(LEG)));
    assertThat(asked.requests.getLast())
        .startsWith(CALLS + ".json?")
        .contains("ParentCallSid=" + LEG)
        .contains("PageSize=50");
  }

  @Test
  void a_softphone_in_a_conference_has_no_customer() throws IOException {
    assertThat(ask(call(LEG, "inbound", "client:ada", "", null), calls("")).answer)
        .isInstanceOf(Answer.NoCustomer.class);
  }

  @Test
  void a_404_means_an_unknown_call() throws IOException {
    assertThat(ask(NOT_FOUND).answer).isEqualTo(new Answer.Unknown());
    assertThat(ask(call(LEG, "outbound-dial", "+15550100", "client:ada", OTHER), NOT_FOUND).answer)
        .isEqualTo(new Answer.Unknown());
  }

  @Test
  void every_other_failure_means_unavailable() throws IOException {
    for (RawServer.Reaction reaction :
        new RawServer.Reaction[] {
          RawServer.answers(401, "{\"code\":20003,\"message\":\"Authenticate\"}"),
          RawServer.answers(429, "{\"code\":20429,\"message\":\"Too many\"}"),
          RawServer.answers(500, ""),
          RawServer.answers(200, "<html>"),
          RawServer.answers(200, "null"),
          RawServer.answers(200, "{}"),
          RawServer.closes()
        }) {
      assertThat(ask(reaction).answer).isInstanceOf(Answer.Unavailable.class);
      assertThat(ask(call(LEG, "inbound", "client:ada", "", null), reaction).answer)
          .isInstanceOf(Answer.Unavailable.class);
    }
  }

  private record Asked(Answer answer, List<String> requests) {}

  private static Asked ask(RawServer.Reaction... reactions) throws IOException {
    try (RawServer twilio = new RawServer(reactions);
        TwilioConnection connection = TwilioConnection.open(Options.at(twilio.uri()))) {
      final Answer answer = connection.legs().of(LEG);
      return new Asked(answer, twilio.received().stream().map(r -> r.line()).toList());
    }
  }

  private static RawServer.Reaction calls(String json) {
    return RawServer.answers(
        200,
        "{\"calls\":[%s],\"page\":0,\"page_size\":50,\"uri\":\"/x\",\"next_page_uri\":null}"
            .formatted(json));
  }

  private static RawServer.Reaction call(
      CallSid sid, String direction, String from, String to, CallSid parent) {
    return RawServer.answers(200, json(sid, direction, from, to, parent));
  }

  private static String json(
      CallSid sid, String direction, String from, String to, CallSid parent) {
    return """
        {"sid":"%s","direction":"%s","status":"in-progress","from":"%s","to":"%s",
         "parent_call_sid":%s}"""
        .formatted(sid, direction, from, to, parent == null ? "null" : "\"" + parent + "\"");
  }
}
