package dev.agentpay.voice;

import static dev.agentpay.voice.Exchange.ALICE;
import static dev.agentpay.voice.Exchange.BOB;
import static dev.agentpay.voice.Exchange.BOBS_PHONE;
import static dev.agentpay.voice.Exchange.CALL;
import static dev.agentpay.voice.Exchange.CUSTOMER;
import static dev.agentpay.voice.Exchange.LEG;
import static dev.agentpay.voice.Exchange.SIP_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.Call;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What Twilio tells of one call, in every order and with repetitions, always leads to the same
/// end: the call is over, its agent is free, and whoever was known to have it had it.
class LegOrderTest {
  private static final CallSid PBX_LEG = Exchange.sid('7');

  /// One thing that Twilio tells.
  private record Told(String what, Tell how) {
    @Override
    public String toString() {
      return what;
    }
  }

  private interface Tell {
    void in(Exchange exchange, Reply dial);
  }

  /// A call from its beginning on.
  private interface Beginning {
    Reply of(Exchange exchange);
  }

  private static Told leg(CallSid leg, CallSid dialler, String status) {
    return new Told("leg " + status, (exchange, dial) -> exchange.leg(dial, leg, dialler, status));
  }

  private static Told caller(CallSid sid, String status) {
    return new Told("caller " + status, (exchange, _) -> exchange.caller(sid, status));
  }

  private static Told dial(CallSid dialler, String status) {
    return new Told(
        "dial " + status, (exchange, dial) -> exchange.dialEnded(dial, dialler, status));
  }

  private interface End {
    void isRight(List<Told> told, Exchange exchange);
  }

  /// Plays every order, each once without repetitions and once with.
  private static void inEveryOrder(
      String route, Beginning beginning, List<Told> tellings, End end) {
    long seed = 0;
    for (List<Told> order : Orders.all(tellings)) {
      for (List<Told> told : List.of(order, Orders.repeated(order, seed++))) {
        final Exchange exchange = new Exchange(route);
        final Reply dial = beginning.of(exchange);
        told.forEach(t -> t.how.in(exchange, dial));
        assertThat(exchange.live()).as(told::toString).isEmpty();
        for (AgentId agent : List.of(ALICE, BOB)) {
          assertThat(exchange.agent(agent).call()).as(() -> agent + " after " + told).isEmpty();
        }
        end.isRight(told, exchange);
      }
    }
  }

  /// Whether one of these was told before any of those.
  private static boolean before(List<Told> told, List<String> these, List<String> those) {
    return told.stream()
        .map(Told::what)
        .filter(what -> these.contains(what) || those.contains(what))
        .findFirst()
        .filter(these::contains)
        .isPresent();
  }

  /// An agent has answered as soon as anything says so, unless the call's end was told before.
  private static void hadIt(AgentId agent, List<Told> told, Exchange exchange) {
    final Call call = exchange.call(CALL);
    final boolean known =
        before(
            told,
            List.of("leg in-progress", "leg completed"),
            List.of("caller completed", "dial completed"));
    assertThat(call.agent().isPresent()).as(told::toString).isEqualTo(known);
    assertThat(call.answeredAt().isPresent()).as(told::toString).isEqualTo(known);
    if (known) {
      assertThat(call.agent()).contains(agent);
      assertThat(call.agentLeg()).contains(LEG);
    }
    assertThat(call.ended()).contains("completed");
    assertThat(call.ringing()).isEmpty();
    assertThat(call.missed()).as(told::toString).isEmpty();
  }

  @Test
  void a_softphones_call_that_was_answered() {
    inEveryOrder(
        "*=softphone",
        exchange -> {
          exchange.ready(ALICE);
          return exchange.customerCalls(CALL);
        },
        List.of(
            leg(LEG, CALL, "initiated"),
            leg(LEG, CALL, "in-progress"),
            leg(LEG, CALL, "completed"),
            dial(CALL, "completed"),
            caller(CALL, "completed")),
        (told, exchange) -> {
          hadIt(ALICE, told, exchange);
          assertThat(exchange.agent(ALICE).isReady()).isTrue();
        });
  }

  @Test
  void a_forwarded_call_that_was_answered() {
    inEveryOrder(
        "*=forward:" + BOBS_PHONE,
        exchange -> exchange.customerCalls(CALL),
        List.of(
            leg(LEG, CALL, "initiated"),
            leg(LEG, CALL, "in-progress"),
            leg(LEG, CALL, "completed"),
            dial(CALL, "completed"),
            caller(CALL, "completed")),
        (told, exchange) -> hadIt(BOB, told, exchange));
  }

  @Test
  void a_call_that_nobody_answered() {
    for (String route : List.of("*=softphone", "*=forward:" + BOBS_PHONE)) {
      inEveryOrder(
          route,
          exchange -> {
            exchange.ready(BOB);
            return exchange.customerCalls(CALL);
          },
          List.of(
              leg(LEG, CALL, "initiated"),
              leg(LEG, CALL, "no-answer"),
              dial(CALL, "no-answer"),
              caller(CALL, "no-answer")),
          (told, exchange) -> {
            assertThat(exchange.call(CALL).agent()).isEmpty();
            assertThat(exchange.call(CALL).answeredAt()).isEmpty();
            assertThat(exchange.agent(BOB).isReady()).isTrue();
          });
    }
  }

  @Test
  void a_pbxs_call_that_an_agent_has_claimed() {
    inEveryOrder(
        "*=sip-in:pbx.example.com",
        exchange -> {
          final Reply dial = exchange.customerCalls(CALL);
          exchange.claims(ALICE, CALL.value());
          return dial;
        },
        List.of(
            leg(LEG, CALL, "initiated"),
            leg(LEG, CALL, "in-progress"),
            leg(LEG, CALL, "completed"),
            dial(CALL, "completed"),
            caller(CALL, "completed")),
        (told, exchange) -> {
          final Call call = exchange.call(CALL);
          final boolean talked =
              before(told, List.of("leg in-progress"), List.of("caller completed"));
          assertThat(call.agent()).contains(ALICE);
          assertThat(call.answeredAt().isPresent()).as(told::toString).isEqualTo(talked);
          assertThat(call.ended()).contains("completed");
          assertThat(exchange.under(CALL.value())).isEmpty();
        });
  }

  @Test
  void a_customer_whom_a_pbx_calls_and_whose_claim_waits() {
    inEveryOrder(
        SIP_DOMAIN + "=sip-out",
        exchange -> {
          exchange.claims(ALICE, "conversation-7");
          return exchange.pbxCalls(PBX_LEG, "SipHeader_User-to-User", "conversation-7");
        },
        List.of(
            leg(CALL, PBX_LEG, "initiated"),
            leg(CALL, PBX_LEG, "in-progress"),
            leg(CALL, PBX_LEG, "completed"),
            dial(PBX_LEG, "completed"),
            caller(PBX_LEG, "completed")),
        (told, exchange) -> {
          final Call call = exchange.call(CALL);
          assertThat(call.agent()).as(told::toString).contains(ALICE);
          assertThat(call.to()).isEqualTo(CUSTOMER);
          assertThat(call.ended()).contains("completed");
          assertThat(call.answeredAt().isPresent())
              .as(told::toString)
              .isEqualTo(before(told, List.of("leg in-progress"), List.of("leg completed")));
          assertThat(exchange.calls.find(PBX_LEG)).isEmpty();
          assertThat(exchange.claims.known(new Uui("conversation-7")))
              .isEqualTo(new Claims.Known(List.of(), Optional.empty()));
        });
  }

  @Test
  void a_customer_whom_an_agent_dials() {
    for (String last : List.of("completed", "no-answer", "busy", "failed", "canceled")) {
      inEveryOrder(
          "*=softphone",
          exchange -> exchange.softphoneDials(ALICE, PBX_LEG, CUSTOMER),
          List.of(
              leg(CALL, PBX_LEG, "initiated"),
              leg(CALL, PBX_LEG, last),
              dial(PBX_LEG, last),
              caller(PBX_LEG, "completed")),
          (told, exchange) -> {
            assertThat(exchange.call(CALL).agent()).as(told::toString).contains(ALICE);
            assertThat(exchange.call(CALL).ended()).contains(last);
          });
    }
  }
}
