package dev.agentpay.voice;

import static dev.agentpay.voice.Exchange.ALICE;
import static dev.agentpay.voice.Exchange.BOB;
import static dev.agentpay.voice.Exchange.BUSINESS;
import static dev.agentpay.voice.Exchange.CALL;
import static dev.agentpay.voice.Exchange.CAROL;
import static dev.agentpay.voice.Exchange.CUSTOMER;
import static dev.agentpay.voice.Exchange.LEG;
import static dev.agentpay.voice.Exchange.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is rung for a call, one after the other, and what a caller hears for whom nobody is ready.
class RingTest {
  private static final URI MUSIC = URI.create("https://pay.example.com/music.mp3");

  private final Exchange plain = new Exchange("*=softphone");
  private final Exchange musical =
      new Exchange(Exchange.options(Optional.of(MUSIC), "*=softphone"));

  @Test
  void with_nobody_ready_the_line_is_busy_and_the_call_over() {
    assertThat(plain.customerCalls(CALL).isBusy()).isTrue();
    assertThat(plain.call(CALL).isLive()).isFalse();
    assertThat(plain.call(CALL).ended()).contains("busy");
  }

  @Test
  void each_ready_agent_is_rung_once_the_longest_idle_first_and_then_the_line_is_busy() {
    plain.ready(BOB, CAROL, ALICE);
    Reply reply = plain.customerCalls(CALL);
    for (String expected : List.of("client:bob", "client:carol", "client:alice")) {
      assertThat(reply.whom()).isEqualTo(expected);
      reply = plain.dialEnded(reply, CALL, "no-answer");
    }
    assertThat(reply.isBusy()).isTrue();
    assertThat(plain.call(CALL).missed()).containsExactly(BOB, CAROL, ALICE);
    for (AgentId agent : List.of(ALICE, BOB, CAROL)) {
      assertThat(plain.agent(agent).isReady()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-answer", "busy", "failed"})
  void the_next_is_rung_whether_the_leg_or_the_dial_is_told_first(String why) {
    for (boolean legFirst : new boolean[] {true, false}) {
      final Exchange exchange = new Exchange("*=softphone");
      exchange.ready(ALICE, BOB);
      final Reply first = exchange.customerCalls(CALL);
      if (legFirst) {
        exchange.leg(first, LEG, CALL, why);
      }
      final Reply second = exchange.dialEnded(first, CALL, why);
      if (!legFirst) {
        exchange.leg(first, LEG, CALL, why);
      }
      assertThat(second.whom()).isEqualTo("client:bob");
      assertThat(exchange.call(CALL).ringing()).contains(BOB);
      assertThat(exchange.agent(ALICE).isReady()).isTrue();
      assertThat(exchange.agent(BOB).call()).contains(CALL);
    }
  }

  @Test
  void a_dial_whose_end_is_told_again_rings_the_same_agent_and_no_third() {
    plain.ready(ALICE, BOB, CAROL);
    final Reply first = plain.customerCalls(CALL);
    final Reply second = plain.dialEnded(first, CALL, "no-answer");
    assertThat(second.whom()).isEqualTo("client:bob");
    assertThat(plain.dialEnded(first, CALL, "no-answer")).isEqualTo(second);
    assertThat(plain.call(CALL).missed()).containsExactly(ALICE);
    assertThat(plain.agent(CAROL).isReady()).isTrue();
    assertThat(plain.dialEnded(second, CALL, "no-answer").whom()).isEqualTo("client:carol");
  }

  @Test
  void an_incoming_call_that_asks_again_gets_the_same_answer() {
    plain.ready(ALICE, BOB);
    final Reply first = plain.customerCalls(CALL);
    assertThat(plain.customerCalls(CALL)).isEqualTo(first);
    plain.leg(first, LEG, CALL, "in-progress");
    assertThat(plain.customerCalls(CALL)).isEqualTo(first);
    assertThat(plain.agent(BOB).isReady()).isTrue();
  }

  @Test
  void a_customer_who_hangs_up_while_it_rings_is_not_passed_on() {
    plain.ready(ALICE, BOB);
    final Reply first = plain.customerCalls(CALL);
    plain.dialEnded(first, CALL, "canceled");
    assertThat(plain.call(CALL).isLive()).isFalse();
    assertThat(plain.agent(ALICE).isReady()).isTrue();
    assertThat(plain.agent(BOB).isReady()).isTrue();
  }

  @Test
  void a_dial_that_was_answered_ends_the_call_for_everybody() {
    plain.ready(ALICE, BOB);
    final Reply first = plain.customerCalls(CALL);
    plain.leg(first, LEG, CALL, "in-progress");
    assertThat(plain.dialEnded(first, CALL, "completed").isHangup()).isTrue();
    assertThat(plain.call(CALL).isLive()).isFalse();
    assertThat(plain.agent(BOB).isReady()).isTrue();
  }

  @Test
  void with_music_a_caller_waits_and_asks_again() {
    final Reply waiting = musical.customerCalls(CALL);
    assertThat(waiting.verbs()).containsExactly("Play", "Redirect");
    assertThat(waiting.verb("Play").getTextContent()).isEqualTo(MUSIC.toString());
    assertThat(waiting.verb("Redirect").getAttribute("method")).isEqualTo("POST");
    assertThat(waiting.verb("Redirect").getTextContent())
        .startsWith("https://pay.example.com" + Voice.INCOMING);
    assertThat(asksAgain()).isEqualTo(waiting);
    assertThat(musical.unmatched()).containsExactly(CALL);
    musical.ready(ALICE);
    assertThat(asksAgain().whom()).isEqualTo("client:alice");
    assertThat(musical.agent(ALICE).call()).contains(CALL);
  }

  @Test
  void who_is_told_that_somebody_is_ready_is_connected_or_waits_on() {
    musical.customerCalls(CALL);
    musical.ready(ALICE);
    final Reply ringing = musical.isRecalled(CALL);
    assertThat(ringing.whom()).isEqualTo("client:alice");
    assertThat(musical.dialEnded(ringing, CALL, "no-answer").verbs())
        .containsExactly("Play", "Redirect");
    assertThat(musical.isRecalled(CALL).verbs()).containsExactly("Play", "Redirect");
    musical.leg(ringing, CALL, CALL, "completed");
    assertThat(plain.isRecalled(OTHER).isHangup()).as("no call of ours").isTrue();
  }

  @Test
  void who_waits_goes_on_as_the_call_came_whatever_the_routes_say() {
    final Exchange unrouted =
        new Exchange(Exchange.options(Optional.of(MUSIC), "+15005550099=softphone"));
    unrouted.arrives(CALL);
    assertThat(asksAgain(unrouted).verbs()).containsExactly("Play", "Redirect");
    assertThat(unrouted.customerCalls(OTHER).isBusy()).as("a call of its own").isTrue();
  }

  @Test
  void whoever_did_not_answer_may_be_rung_again_after_the_music() {
    musical.ready(ALICE);
    final Reply first = musical.customerCalls(CALL);
    assertThat(musical.dialEnded(first, CALL, "no-answer").verbs())
        .containsExactly("Play", "Redirect");
    assertThat(asksAgain().whom()).isEqualTo("client:alice");
  }

  @Test
  void nobody_waits_longer_than_half_an_hour() {
    musical.customerCalls(CALL);
    musical.time.passes(Voice.MAX_WAIT.minusSeconds(1));
    assertThat(asksAgain().verbs()).contains("Play");
    musical.time.passes(Duration.ofSeconds(1));
    assertThat(asksAgain().isHangup()).isTrue();
    assertThat(musical.call(CALL).isLive()).isFalse();
    musical.ready(ALICE);
    assertThat(asksAgain().isHangup()).isTrue();
    assertThat(musical.agent(ALICE).isReady()).isTrue();
  }

  @Test
  void after_half_an_hour_a_missed_ring_ends_the_wait_too() {
    musical.ready(ALICE);
    musical.customerCalls(CALL);
    musical.time.passes(Voice.MAX_WAIT);
    final Reply rung = asksAgain();
    assertThat(rung.whom()).isEqualTo("client:alice");
    assertThat(musical.dialEnded(rung, CALL, "no-answer").isBusy()).isTrue();
    assertThat(musical.call(CALL).isLive()).isFalse();
    assertThat(musical.agent(ALICE).isReady()).isTrue();
  }

  @Test
  void who_waits_and_who_calls_do_not_get_the_same_agent() {
    musical.customerCalls(CALL);
    musical.ready(ALICE);
    assertThat(musical.customerCalls(OTHER).whom()).isEqualTo("client:alice");
    assertThat(asksAgain().verbs()).containsExactly("Play", "Redirect");
  }

  @Test
  void a_call_that_rings_an_agent_is_read_once_and_written_once() {
    plain.ready(ALICE, BOB);
    final long loads = plain.store.loads();
    final long appends = plain.store.appends();
    assertThat(plain.customerCalls(CALL).whom()).isEqualTo("client:alice");
    assertThat(plain.store.loads() - loads).as("the call; the agents come by a query").isEqualTo(1);
    assertThat(plain.store.appends() - appends).isEqualTo(1);
  }

  @Test
  void a_call_that_asks_again_is_read_once_and_not_written() {
    plain.ready(ALICE);
    plain.customerCalls(CALL);
    final long loads = plain.store.loads();
    final long appends = plain.store.appends();
    plain.customerCalls(CALL);
    assertThat(plain.store.loads() - loads).isEqualTo(1);
    assertThat(plain.store.appends() - appends).isZero();
  }

  @Test
  void a_call_for_which_nobody_is_ready_is_written_once() {
    final long appends = plain.store.appends();
    plain.customerCalls(CALL);
    musical.customerCalls(CALL);
    assertThat(plain.store.appends() - appends).isEqualTo(1);
    assertThat(musical.store.appends()).isEqualTo(1);
  }

  /// After the music, by which Twilio has answered the call.
  private Reply asksAgain() {
    return asksAgain(musical);
  }

  private static Reply asksAgain(Exchange exchange) {
    return exchange.asks(CALL, CUSTOMER, BUSINESS, "CallStatus", "in-progress");
  }
}
