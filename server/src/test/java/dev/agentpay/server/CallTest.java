package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CallTest {
  private static final Pattern STATUS_CALLBACK =
      Pattern.compile("statusCallback=\"http://[^/]*([^\"#]*)");

  @AutoClose private final World world = new World();

  /// Status callback addresses of dialled legs.
  private final Map<String, String> callbacks = new HashMap<>();

  private HttpAnswer incoming(String call) {
    final HttpAnswer answered =
        world
            .twilio()
            .post(
                "/twilio/voice/incoming",
                Map.of("CallSid", call, "From", "+15005550006", "To", "+15005550001"));
    final Matcher callback = STATUS_CALLBACK.matcher(answered.text());
    if (callback.find()) {
      callbacks.put(call, callback.group(1).replace("&amp;", "&"));
    }
    return answered;
  }

  private void leg(String call, String leg, String agent, String status) {
    assertThat(
            world
                .twilio()
                .post(
                    callbacks.get(call),
                    Map.of(
                        "CallSid",
                        leg,
                        "ParentCallSid",
                        call,
                        "From",
                        "+15005550006",
                        "To",
                        "client:" + agent,
                        "Direction",
                        "outbound-dial",
                        "CallStatus",
                        status))
                .status())
        .isEqualTo(204);
  }

  private void ready(String agent) {
    world.as(agent).put("/api/me/availability", "{\"availability\":\"ready\"}");
  }

  @Test
  void rejects_a_call_as_busy_when_no_agent_is_ready() {
    final HttpAnswer answered = incoming(World.newCall());
    assertThat(answered.status()).isEqualTo(200);
    assertThat(answered.text()).contains("<Reject", "busy").doesNotContain("<Dial");
  }

  @Test
  void rings_the_longest_idle_agent_also_after_a_repeated_webhook() {
    ready("alice");
    ready("bob");
    final String call = World.newCall();
    assertThat(incoming(call).text()).contains("alice");
    assertThat(incoming(call).text()).contains("alice");
    assertThat(incoming(World.newCall()).text()).contains("bob");
    assertThat(incoming(World.newCall()).text()).contains("<Reject");
    assertThat(world.as("alice").get("/api/calls").at("calls.0.sid")).isEqualTo(call);
    assertThat(world.as("alice").get("/api/me").at("agent.call")).isEqualTo(call);
  }

  @Test
  void the_end_of_a_call_frees_its_agent_and_session() {
    ready("alice");
    final String call = World.newCall();
    final String leg = World.newCall();
    incoming(call);
    leg(call, leg, "alice", "initiated");
    leg(call, leg, "alice", "ringing");
    final Page alice = world.as("alice");
    assertThat(alice.get("/api/calls/" + call).at("state")).isEqualTo("ringing");
    leg(call, leg, "alice", "in-progress");
    leg(call, leg, "alice", "in-progress");
    final HttpAnswer answered = alice.get("/api/calls/" + call);
    assertThat(answered.at("state")).isEqualTo("answered");
    assertThat(answered.at("agentLeg")).isEqualTo(leg);
    assertThat(answered.at("from")).isEqualTo("+15005550006");
    final String id =
        alice.post("/api/pay-sessions", "{\"call\":{\"sid\":\"%s\"}}".formatted(call)).at("id");

    world
        .twilio()
        .post(
            "/twilio/calls/status",
            Map.of("CallSid", call, "CallStatus", "completed", "CallDuration", "61"));
    final HttpAnswer over = alice.get("/api/calls/" + call);
    assertThat(over.at("state")).isEqualTo("ended");
    assertThat(over.at("ended")).isEqualTo("completed");
    assertThat(over.at("endedAt")).isNotEmpty();
    assertThat(alice.get("/api/calls").text()).isEqualTo("{\"calls\":[]}");
    assertThat(alice.get("/api/pay-sessions/" + id).at("state")).isEqualTo("abandoned");
    assertThat(alice.get("/api/me").at("agent.availability")).isEqualTo("ready");
    assertThat(
            world
                .twilio()
                .post(
                    "/twilio/voice/dial-ended",
                    Map.of("CallSid", call, "DialCallStatus", "completed"))
                .text())
        .contains("<Hangup");
  }

  @Test
  void an_unanswered_call_is_unassigned_and_its_agent_free() {
    ready("alice");
    final String call = World.newCall();
    incoming(call);
    leg(call, World.newCall(), "alice", "no-answer");
    assertThat(world.as("alice").get("/api/me").at("agent.availability")).isEqualTo("ready");
    assertThat(world.as("alice").get("/api/calls/" + call).status()).isEqualTo(404);
    assertThat(world.as("sue").get("/api/calls/" + call).at("state")).isEqualTo("arrived");
  }

  @Test
  void availability_is_ready_or_away() {
    final Page alice = world.as("alice");
    assertThat(alice.get("/api/me").at("agent.availability")).isEqualTo("away");
    final String path = "/api/me/availability";
    assertThat(alice.put(path, "{\"availability\":\"busy\"}").errorFields())
        .containsExactly("availability");
    assertThat(alice.put(path, "{}").status()).isEqualTo(422);
    assertThat(alice.put(path, "{\"availability\":true}").status()).isEqualTo(422);
    assertThat(alice.put(path, "{\"availability\":\"away\"}").at("availability")).isEqualTo("away");
    assertThat(alice.put(path, "{\"availability\":\"ready\"}").at("name")).isEqualTo("alice");
  }
}
