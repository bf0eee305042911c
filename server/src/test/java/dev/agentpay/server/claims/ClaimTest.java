package dev.agentpay.server.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.Page;
import dev.agentpay.server.TwilioCalls;
import dev.agentpay.server.World;
import dev.agentpay.server.api.UnknownCalls;
import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.SoftphoneOptions;
import dev.agentpay.voice.VoiceOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Claiming and assigning calls through the API.
class ClaimTest {
  private static final VoiceOptions ROUTES = TwilioCalls.routes();

  @AutoClose private final World world = new World(o -> o, ROUTES);
  private final TwilioCalls lines = new TwilioCalls(world.twilio());
  private final Page alice = world.as("alice");
  private final Page bob = world.as("bob");
  private final Page sue = world.as("sue");

  private static final String CLAIM = "/api/calls/by-uui/claim";
  private static final String WITHDRAW = "/api/calls/by-uui/withdraw";

  private static String byUui(String uui) {
    return "/api/calls/by-uui?uui=" + URLEncoder.encode(uui, StandardCharsets.UTF_8);
  }

  private static String named(String uui) {
    return "{\"uui\":\"%s\"}".formatted(uui.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private static String claimSid(String sid) {
    return "/api/calls/" + sid + "/claim";
  }

  private static String busyWith(Page agent) {
    return agent.get("/api/me").at("agent.call");
  }

  @Test
  void claims_an_outbound_pbx_call_by_its_uui() {
    final String call = lines.talking("c7");
    final HttpAnswer claimed = alice.post(CLAIM, named("c7"));
    assertThat(claimed.status()).isEqualTo(200);
    assertThat(claimed.at("sid")).isEqualTo(call);
    assertThat(claimed.at("uui")).isEqualTo("c7");
    assertThat(claimed.at("route")).isEqualTo("sip-out");
    assertThat(claimed.at("state")).isEqualTo("answered");
    assertThat(claimed.at("agent")).isEqualTo("alice");
    assertThat(busyWith(alice)).isEqualTo(call);
    assertThat(alice.post(CLAIM, named("c7")).text()).isEqualTo(claimed.text());
    lines.ends(call);
    assertThat(busyWith(alice)).isEmpty();
  }

  @Test
  void claims_an_inbound_pbx_call_by_its_callsid() {
    final String call = lines.calls(TwilioCalls.PBX);
    assertThat(alice.post(CLAIM, named(call)).at("sid")).isEqualTo(call);
    final String leg = lines.answered(call);
    assertThat(alice.get("/api/calls/" + call).at("agentLeg")).isEqualTo(leg);
    assertThat(alice.get("/api/calls/" + call).at("state")).isEqualTo("answered");
  }

  /// A person may have typed a card number into the CTI. A PBX may give such an id to a live call.
  @Test
  void a_card_number_claims_a_live_call_but_waits_for_none() {
    final String before = world.position();
    final HttpAnswer refused = bob.post(CLAIM, named("4242424242424242"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.errorFields()).containsExactly("uui");
    assertThat(world.position()).isEqualTo(before);

    final String call = lines.talking("5555555555554444");
    assertThat(bob.post(CLAIM, named("5555555555554444")).at("sid")).isEqualTo(call);
    lines.ends(call);
  }

  @Test
  void limits_how_many_unknown_calls_an_agent_names() {
    try (World other = new World()) {
      final Page agent = other.as("bob");
      HttpAnswer answered = agent.post(claimSid(World.newCall()), "");
      for (int i = 1; i < UnknownCalls.PER_MINUTE; i++) {
        answered =
            agent.post(
                i % 2 == 0 ? claimSid(World.newCall()) : CLAIM,
                i % 2 == 0 ? "" : named("unknown-" + i));
        assertThat(answered.status()).as(answered.text()).isNotEqualTo(429);
      }
      answered = agent.post(CLAIM, named("one-more"));
      assertThat(answered.status()).isEqualTo(429);
      assertThat(answered.problem()).isEqualTo("too-many");
      assertThat(Integer.parseInt(answered.header("Retry-After"))).isBetween(1, 60);
      assertThat(agent.post(claimSid(World.newCall()), "").status()).isEqualTo(429);
      assertThat(
              agent
                  .post(
                      "/api/pay-sessions",
                      "{\"call\":{\"sid\":\"%s\"},\"amount\":\"1\"}".formatted(World.newCall()))
                  .status())
          .isEqualTo(429);
      assertThat(other.as("alice").post(CLAIM, named("another-agent")).status()).isEqualTo(202);
    }
  }

  @Test
  void a_claim_before_the_dial_waits_for_the_call() {
    final HttpAnswer waits = alice.post(CLAIM, named("c8"));
    assertThat(waits.status()).isEqualTo(202);
    assertThat(waits.text()).isEqualTo("{\"uui\":\"c8\",\"calls\":[],\"waiting\":true}");
    assertThat(alice.post(CLAIM, named("c8")).status()).isEqualTo(202);
    assertThat(alice.get(byUui("c8")).at("waiting")).isEqualTo("true");
    assertThat(bob.get(byUui("c8")).at("waiting")).isEqualTo("false");
    assertThat(sue.get(byUui("c8")).at("waiting")).isEqualTo("true");
    final String call = lines.dialled("c8");
    assertThat(alice.get("/api/calls/" + call).at("agent")).isEqualTo("alice");
    final HttpAnswer known = alice.get(byUui("c8"));
    assertThat(known.at("waiting")).isEqualTo("false");
    assertThat(known.at("calls.0.sid")).isEqualTo(call);
  }

  @Test
  void only_one_agent_waits_for_a_call() {
    alice.post(CLAIM, named("c9"));
    final HttpAnswer refused = bob.post(CLAIM, named("c9"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.problem()).isEqualTo("uui-claimed");
    assertThat(refused.text()).doesNotContain("alice");
    final String call = lines.dialled("c9");
    assertThat(sue.get("/api/calls/" + call).at("agent")).isEqualTo("alice");
    assertThat(busyWith(bob)).isEmpty();
  }

  @Test
  void an_agent_chooses_between_calls_with_one_uui() {
    final String first = lines.talking("c10");
    final String second = lines.talking("c10");
    final String before = world.position();
    for (HttpAnswer refused :
        List.of(
            alice.post(CLAIM, named("c10")),
            alice.post("/api/pay-sessions", "{\"call\":{\"uui\":\"c10\"}}"))) {
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.problem()).isEqualTo("ambiguous-uui");
      assertThat(refused.json().path("calls").size()).isEqualTo(2);
      assertThat(refused.at("calls.0.sid")).isEqualTo(second);
      assertThat(refused.at("calls.1.sid")).isEqualTo(first);
      assertThat(refused.at("calls.1.to")).isEqualTo(TwilioCalls.CUSTOMER);
    }
    assertThat(world.position()).isEqualTo(before);
    assertThat(alice.post(claimSid(first), "").status()).isEqualTo(200);
    assertThat(alice.post(CLAIM, named("c10")).at("sid")).as("mine among them").isEqualTo(first);
  }

  @Test
  void an_ambiguous_uui_shows_only_own_and_unassigned_calls() {
    final String first = lines.talking("c11");
    final String second = lines.talking("c11");
    final String third = lines.talking("c11");
    bob.post(claimSid(first), "");
    final HttpAnswer refused = alice.post(CLAIM, named("c11"));
    assertThat(refused.problem()).isEqualTo("ambiguous-uui");
    assertThat(refused.text()).contains(second, third).doesNotContain(first, "bob");
  }

  @Test
  void distinguishes_an_agents_leg_from_an_unavailable_twilio() {
    final String leg = World.newCall();
    final String before = world.position();
    assertThat(alice.post(claimSid(leg), "").problem()).isEqualTo("unknown-call");
    world.twilio.knows(leg, new CustomerLegs.Answer.NoCustomer("name the customer's own leg"));
    final HttpAnswer agents = alice.post(claimSid(leg), "");
    assertThat(agents.status()).isEqualTo(409);
    assertThat(agents.problem()).isEqualTo("not-a-customer-leg");
    assertThat(agents.at("detail")).isEqualTo("name the customer's own leg");
    world.twilio.knows(leg, new CustomerLegs.Answer.Unavailable("no answer"));
    final HttpAnswer away = alice.post(claimSid(leg), "");
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.problem()).isEqualTo("twilio-unavailable");
    assertThat(
            alice.post("/api/pay-sessions", "{\"call\":{\"sid\":\"%s\"}}".formatted(leg)).status())
        .isEqualTo(503);
    assertThat(sue.post("/api/calls/" + leg + "/assign", "{\"agent\":\"bob\"}").status())
        .isEqualTo(503);
    world.twilio.knows(
        leg, new CustomerLegs.Answer.Customer(new CallSid(leg), "", "", false, Optional.empty()));
    assertThat(alice.post(claimSid(leg), "").problem()).isEqualTo("call-not-in-progress");
    assertThat(world.position()).isEqualTo(before);
  }

  @Test
  void claims_a_foreign_call_by_the_agents_leg() {
    final String call = World.newCall();
    final String leg = World.newCall();
    world.twilio.knows(
        leg,
        new CustomerLegs.Answer.Customer(
            new CallSid(call), "", "+12025550100", true, Optional.of(new CallSid(leg))));
    final HttpAnswer claimed = alice.post(claimSid(leg), "");
    assertThat(claimed.at("sid")).isEqualTo(call);
    assertThat(claimed.at("route")).isEqualTo("foreign");
    assertThat(claimed.at("agentLeg")).isEqualTo(leg);
    final HttpAnswer paying =
        alice.post("/api/pay-sessions", "{\"call\":{\"sid\":\"%s\"}}".formatted(leg));
    assertThat(paying.status()).isEqualTo(201);
    assertThat(paying.at("call")).isEqualTo(call);
  }

  @Test
  void a_supervisor_assigns_a_live_call_without_open_payment() {
    final String call = lines.talking("");
    final String assign = "/api/calls/" + call + "/assign";
    assertThat(sue.post(assign, "{\"agent\":\"bob\"}").at("agent")).isEqualTo("bob");
    assertThat(sue.post(assign, "{\"agent\":\"alice\"}").at("agent")).isEqualTo("alice");
    assertThat(busyWith(bob)).isEmpty();
    assertThat(busyWith(alice)).isEqualTo(call);
    assertThat(bob.get("/api/calls/" + call).status()).isEqualTo(404);
    alice.post("/api/pay-sessions", "{\"call\":{\"sid\":\"%s\"}}".formatted(call));
    assertThat(sue.post(assign, "{\"agent\":\"bob\"}").problem()).isEqualTo("call-has-session");
    lines.ends(call);
    assertThat(sue.post(assign, "{\"agent\":\"bob\"}").problem()).isEqualTo("call-not-in-progress");
    assertThat(sue.post("/api/calls/nonsense/assign", "{\"agent\":\"bob\"}").problem())
        .isEqualTo("unknown-call");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"agent\":\"carol\"}", "{\"agent\":\"sue\"}", "{\"agent\":true}"})
  void only_an_agent_can_be_assigned(String body) {
    final String call = lines.talking("");
    final String before = world.position();
    final HttpAnswer refused = sue.post("/api/calls/" + call + "/assign", body);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.errorFields()).containsOnly("agent");
    assertThat(world.position()).isEqualTo(before);
  }

  @Test
  void agents_do_not_assign_and_supervisors_do_not_claim() {
    final String call = lines.talking("c12");
    final String before = world.position();
    assertThat(alice.post("/api/calls/" + call + "/assign", "{\"agent\":\"alice\"}").status())
        .isEqualTo(403);
    assertThat(sue.post(claimSid(call), "").status()).isEqualTo(403);
    assertThat(sue.post(CLAIM, named("c12")).status()).isEqualTo(403);
    assertThat(world.anyone().post(CLAIM, named("c12")).status()).isEqualTo(401);
    assertThat(world.anyone().get(byUui("c12")).status()).isEqualTo(401);
    assertThat(world.anyone().post("/api/calls/" + call + "/assign", "{}").status()).isEqualTo(401);
    assertThat(world.position()).isEqualTo(before);
    assertThat(sue.get(byUui("c12")).at("calls.0.sid")).isEqualTo(call);
  }

  @Test
  void only_supervisors_list_unassigned_calls() {
    final String nobodys = lines.talking("");
    final String alices = lines.talking("c13");
    alice.post(CLAIM, named("c13"));
    final HttpAnswer list = sue.get("/api/calls?unmatched=true");
    assertThat(list.text()).contains(nobodys).doesNotContain(alices);
    assertThat(sue.get("/api/calls?unmatched=false").text()).contains(nobodys, alices);
    assertThat(sue.get("/api/calls?unmatched=yes").status()).isBetween(400, 422);
    final HttpAnswer refused = alice.get("/api/calls?unmatched=true");
    assertThat(refused.problem()).isEqualTo("bad-request");
    assertThat(alice.get("/api/calls").text()).contains(alices).doesNotContain(nobodys);
    sue.post("/api/calls/" + nobodys + "/assign", "{\"agent\":\"bob\"}");
    assertThat(sue.get("/api/calls?unmatched=true").text()).isEqualTo("{\"calls\":[]}");
  }

  @Test
  void claiming_by_sid_can_be_disabled() {
    try (World strict =
        new World(
            o ->
                TwilioCalls.with(
                    o,
                    new DeskOptions(
                        Optional.empty(), new SoftphoneOptions.None(), false, java.util.Set.of())),
            ROUTES)) {
      final TwilioCalls calls = new TwilioCalls(strict.twilio());
      final String call = calls.talking("c14");
      final String foreign = World.newCall();
      strict.twilio.customerOn(foreign);
      final Page agent = strict.as("alice");
      final String before = strict.position();
      assertThat(agent.post(claimSid(call), "").problem()).isEqualTo("forbidden");
      for (String sid : List.of(call, foreign, World.newCall())) {
        assertThat(
                agent
                    .post("/api/pay-sessions", "{\"call\":{\"sid\":\"%s\"}}".formatted(sid))
                    .problem())
            .isEqualTo("unknown-call");
      }
      assertThat(strict.position()).isEqualTo(before);
      assertThat(agent.post(CLAIM, named("c14")).at("agent")).isEqualTo("alice");
      assertThat(
              strict
                  .as("sue")
                  .post("/api/calls/" + foreign + "/assign", "{\"agent\":\"bob\"}")
                  .at("agent"))
          .isEqualTo("bob");
    }
  }

  @Test
  void its_agent_or_a_supervisor_withdraws_a_claim() {
    assertThat(alice.post(CLAIM, named("c16")).status()).isEqualTo(202);
    assertThat(sue.get(byUui("c16")).at("waiting")).isEqualTo("true");
    assertThat(bob.get(byUui("c16")).at("waiting")).isEqualTo("false");
    final String before = world.position();
    assertThat(bob.post(WITHDRAW, named("c16")).at("waiting")).isEqualTo("false");
    assertThat(world.position()).as("it was not bob's").isEqualTo(before);
    assertThat(bob.post(CLAIM, named("c16")).problem()).isEqualTo("uui-claimed");
    final HttpAnswer withdrawn = alice.post(WITHDRAW, named("c16"));
    assertThat(withdrawn.status()).isEqualTo(200);
    assertThat(withdrawn.at("waiting")).isEqualTo("false");
    assertThat(bob.post(CLAIM, named("c16")).status()).isEqualTo(202);
    assertThat(sue.post(WITHDRAW, named("c16")).status()).isEqualTo(200);
    final String call = lines.talking("c16");
    assertThat(sue.get("/api/calls?unmatched=true").text()).contains(call);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET  | /api/calls/$CALL              |
          POST | /api/calls/$CALL/claim        |
          GET  | /api/calls/by-uui?uui=$UUI    |
          POST | /api/pay-sessions             | {"call":{"sid":"$CALL"}}
          """)
  void another_agents_call_looks_like_an_unknown_one(String method, String path, String body) {
    final String call = lines.talking("c15");
    bob.post(CLAIM, named("c15"));
    final String before = world.position();
    final String sent = body == null ? "" : body;
    final HttpAnswer others = alice.send(method, fill(path, call, "c15"), fill(sent, call, "c15"));
    final String none = World.newCall();
    final HttpAnswer absent = alice.send(method, fill(path, none, "c99"), fill(sent, none, "c99"));
    assertThat(others.status()).isEqualTo(absent.status());
    assertThat(others.text().replace("c15", "c99")).isEqualTo(absent.text());
    assertThat(others.text()).doesNotContain("bob", call);
    assertThat(world.position()).isEqualTo(before);
  }

  private static String fill(String text, String call, String uui) {
    return text.replace("$CALL", call).replace("$UUI", uui);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b", "a&b=c", "a;b", "+", "a+b=", "\"x\"", "a?b#c", "x.y~z", "100%", "a/b", "a\\b", ".."
      })
  void accepts_any_printable_uui(String uui) {
    final String call = lines.talking('"' + uui.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    final HttpAnswer claimed = alice.post(CLAIM, named(uui));
    assertThat(claimed.status()).as(claimed.text()).isEqualTo(200);
    assertThat(claimed.at("sid")).isEqualTo(call);
    assertThat(claimed.at("uui")).isEqualTo(uui);
    assertThat(alice.get(byUui(uui)).at("calls.0.sid")).isEqualTo(call);
    final HttpAnswer paying =
        alice.post("/api/pay-sessions", "{\"call\":%s}".formatted(named(uui)));
    assertThat(paying.status()).as(paying.text()).isEqualTo(201);
    assertThat(paying.at("call")).isEqualTo(call);
  }

  @Test
  void refuses_an_invalid_uui() {
    final String before = world.position();
    for (String uui : List.of("", "x".repeat(257), "\u00fc", " a", "a\\n")) {
      assertThat(alice.post(CLAIM, "{\"uui\":\"%s\"}".formatted(uui)).problem())
          .as(uui)
          .isEqualTo("invalid");
    }
    for (String path : List.of(CLAIM, WITHDRAW)) {
      assertThat(alice.post(path, "").problem()).isEqualTo("invalid");
      assertThat(alice.post(path, "{\"uui\":\"a\",\"sid\":\"b\"}").status()).isEqualTo(400);
    }
    assertThat(alice.get("/api/calls/by-uui").problem()).isEqualTo("invalid");
    assertThat(world.position()).isEqualTo(before);
  }
}
