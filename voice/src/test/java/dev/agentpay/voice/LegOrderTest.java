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

/// Twilio's callbacks about one call, in every order and with repetitions, always lead to the same
/// result: the call has ended, its agent is free, and its owner is recorded.
class LegOrderTest {
  private static final CallSid PBX_LEG = Exchange.sid('7');

  /// A callback or request from Twilio.
  private record Message(String name, Delivery delivery) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Delivery {
    void to(Exchange exchange, Reply dial);
  }

  /// Starts a call.
  private interface Beginning {
    Reply of(Exchange exchange);
  }

  private static Message leg(CallSid leg, CallSid parent, String status) {
    return new Message(
        "leg " + status, (exchange, dial) -> exchange.leg(dial, leg, parent, status));
  }

  private static Message caller(CallSid sid, String status) {
    return new Message("caller " + status, (exchange, _) -> exchange.caller(sid, status));
  }

  private static Message dial(CallSid parent, String status) {
    return new Message(
        "dial " + status, (exchange, dial) -> exchange.dialEnded(dial, parent, status));
  }

  private interface Verification {
    void check(List<Message> messages, Exchange exchange);
  }

  /// Delivers the messages in every order, once without repetitions and once with.
  private static void inEveryOrder(
      String route, Beginning beginning, List<Message> all, Verification verification) {
    long seed = 0;
    for (List<Message> order : Orders.all(all)) {
      for (List<Message> messages : List.of(order, Orders.repeated(order, seed++))) {
        final Exchange exchange = new Exchange(route);
        final Reply dial = beginning.of(exchange);
        messages.forEach(message -> message.delivery.to(exchange, dial));
        assertThat(exchange.live()).as(messages::toString).isEmpty();
        for (AgentId agent : List.of(ALICE, BOB)) {
          assertThat(exchange.agent(agent).call()).as(() -> agent + " after " + messages).isEmpty();
        }
        verification.check(messages, exchange);
      }
    }
  }

  /// Whether the first delivered of all these messages is one of `these`.
  private static boolean before(List<Message> messages, List<String> these, List<String> those) {
    return messages.stream()
        .map(Message::name)
        .filter(name -> these.contains(name) || those.contains(name))
        .findFirst()
        .filter(these::contains)
        .isPresent();
  }

  /// The agent owns the call as soon as any message shows their answer, unless the end came first.
  private static void assertOwner(AgentId agent, List<Message> messages, Exchange exchange) {
    final Call call = exchange.call(CALL);
    final boolean known =
        before(
            messages,
            List.of("leg in-progress", "leg completed"),
            List.of("caller completed", "dial completed"));
    assertThat(call.agent().isPresent()).as(messages::toString).isEqualTo(known);
    assertThat(call.answeredAt().isPresent()).as(messages::toString).isEqualTo(known);
    if (known) {
      assertThat(call.agent()).contains(agent);
      assertThat(call.agentLeg()).contains(LEG);
    }
    assertThat(call.ended()).contains("completed");
    assertThat(call.ringing()).isEmpty();
    assertThat(call.missed()).as(messages::toString).isEmpty();
  }

  @Test
  void an_answered_softphone_call() {
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
        (messages, exchange) -> {
          assertOwner(ALICE, messages, exchange);
          assertThat(exchange.agent(ALICE).isReady()).isTrue();
        });
  }

  @Test
  void an_answered_forwarded_call() {
    inEveryOrder(
        "*=forward:" + BOBS_PHONE,
        exchange -> exchange.customerCalls(CALL),
        List.of(
            leg(LEG, CALL, "initiated"),
            leg(LEG, CALL, "in-progress"),
            leg(LEG, CALL, "completed"),
            dial(CALL, "completed"),
            caller(CALL, "completed")),
        (messages, exchange) -> assertOwner(BOB, messages, exchange));
  }

  @Test
  void an_unanswered_call() {
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
          (messages, exchange) -> {
            assertThat(exchange.call(CALL).agent()).isEmpty();
            assertThat(exchange.call(CALL).answeredAt()).isEmpty();
            assertThat(exchange.agent(BOB).isReady()).isTrue();
          });
    }
  }

  @Test
  void a_claimed_pbx_call() {
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
        (messages, exchange) -> {
          final Call call = exchange.call(CALL);
          final boolean talked =
              before(messages, List.of("leg in-progress"), List.of("caller completed"));
          assertThat(call.agent()).contains(ALICE);
          assertThat(call.answeredAt().isPresent()).as(messages::toString).isEqualTo(talked);
          assertThat(call.ended()).contains("completed");
          assertThat(exchange.liveUnder(CALL.value())).isEmpty();
        });
  }

  @Test
  void a_customer_called_by_a_pbx_with_a_waiting_claim() {
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
        (messages, exchange) -> {
          final Call call = exchange.call(CALL);
          assertThat(call.agent()).as(messages::toString).contains(ALICE);
          assertThat(call.to()).isEqualTo(CUSTOMER);
          assertThat(call.ended()).contains("completed");
          assertThat(call.answeredAt().isPresent())
              .as(messages::toString)
              .isEqualTo(before(messages, List.of("leg in-progress"), List.of("leg completed")));
          assertThat(exchange.calls.find(PBX_LEG)).isEmpty();
          assertThat(exchange.claims.known(new Uui("conversation-7")))
              .isEqualTo(new Claims.Known(List.of(), Optional.empty()));
        });
  }

  @Test
  void a_customer_dialled_by_an_agent() {
    for (String last : List.of("completed", "no-answer", "busy", "failed", "canceled")) {
      inEveryOrder(
          "*=softphone",
          exchange -> exchange.softphoneDials(ALICE, PBX_LEG, CUSTOMER),
          List.of(
              leg(CALL, PBX_LEG, "initiated"),
              leg(CALL, PBX_LEG, last),
              dial(PBX_LEG, last),
              caller(PBX_LEG, "completed")),
          (messages, exchange) -> {
            assertThat(exchange.call(CALL).agent()).as(messages::toString).contains(ALICE);
            assertThat(exchange.call(CALL).ended()).contains(last);
          });
    }
  }
}
