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

/// The order in which agents are rung, and what a caller hears while no agent is ready.
class RingTest {
  private static final URI MUSIC = URI.create("https://pay.example.com/music.mp3");

  private final Exchange plain = new Exchange("*=softphone");
  private final Exchange musical =
      new Exchange(Exchange.options(Optional.of(MUSIC), "*=softphone"));

  @Test
  void signals_busy_and_ends_the_call_without_ready_agents() {
    assertThat(plain.customerCalls(CALL).isBusy()).isTrue();
    assertThat(plain.call(CALL).isLive()).isFalse();
    assertThat(plain.call(CALL).ended()).contains("busy");
  }

  @Test
  void rings_each_ready_agent_once_then_signals_busy() {
    plain.ready(BOB, CAROL, ALICE);
    Reply reply = plain.customerCalls(CALL);
    for (String expected : List.of("client:bob", "client:carol", "client:alice")) {
      assertThat(reply.target()).isEqualTo(expected);
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
  void rings_the_next_agent_in_either_order_of_callbacks(String status) {
    for (boolean legFirst : new boolean[] {true, false}) {
      final Exchange exchange = new Exchange("*=softphone");
      exchange.ready(ALICE, BOB);
      final Reply first = exchange.customerCalls(CALL);
      if (legFirst) {
        exchange.leg(first, LEG, CALL, status);
      }
      final Reply second = exchange.dialEnded(first, CALL, status);
      if (!legFirst) {
        exchange.leg(first, LEG, CALL, status);
      }
      assertThat(second.target()).isEqualTo("client:bob");
      assertThat(exchange.call(CALL).ringing()).contains(BOB);
      assertThat(exchange.agent(ALICE).isReady()).isTrue();
      assertThat(exchange.agent(BOB).call()).contains(CALL);
    }
  }

  @Test
  void a_repeated_dial_end_rings_no_third_agent() {
    plain.ready(ALICE, BOB, CAROL);
    final Reply first = plain.customerCalls(CALL);
    final Reply second = plain.dialEnded(first, CALL, "no-answer");
    assertThat(second.target()).isEqualTo("client:bob");
    assertThat(plain.dialEnded(first, CALL, "no-answer")).isEqualTo(second);
    assertThat(plain.call(CALL).missed()).containsExactly(ALICE);
    assertThat(plain.agent(CAROL).isReady()).isTrue();
    assertThat(plain.dialEnded(second, CALL, "no-answer").target()).isEqualTo("client:carol");
  }

  @Test
  void a_repeated_request_gets_the_same_answer() {
    plain.ready(ALICE, BOB);
    final Reply first = plain.customerCalls(CALL);
    assertThat(plain.customerCalls(CALL)).isEqualTo(first);
    plain.leg(first, LEG, CALL, "in-progress");
    assertThat(plain.customerCalls(CALL)).isEqualTo(first);
    assertThat(plain.agent(BOB).isReady()).isTrue();
  }

  @Test
  void rings_no_further_agent_after_a_hangup() {
    plain.ready(ALICE, BOB);
    final Reply first = plain.customerCalls(CALL);
    plain.dialEnded(first, CALL, "canceled");
    assertThat(plain.call(CALL).isLive()).isFalse();
    assertThat(plain.agent(ALICE).isReady()).isTrue();
    assertThat(plain.agent(BOB).isReady()).isTrue();
  }

  @Test
  void the_end_of_an_answered_dial_ends_the_call() {
    plain.ready(ALICE, BOB);
    final Reply first = plain.customerCalls(CALL);
    plain.leg(first, LEG, CALL, "in-progress");
    assertThat(plain.dialEnded(first, CALL, "completed").isHangup()).isTrue();
    assertThat(plain.call(CALL).isLive()).isFalse();
    assertThat(plain.agent(BOB).isReady()).isTrue();
  }

  @Test
  void a_caller_waits_with_music_until_an_agent_is_ready() {
    final Reply waiting = musical.customerCalls(CALL);
    assertThat(waiting.verbs()).containsExactly("Play", "Redirect");
    assertThat(waiting.verb("Play").getTextContent()).isEqualTo(MUSIC.toString());
    assertThat(waiting.verb("Redirect").getAttribute("method")).isEqualTo("POST");
    assertThat(waiting.verb("Redirect").getTextContent())
        .startsWith("https://pay.example.com" + Voice.INCOMING);
    assertThat(requestsAgain()).isEqualTo(waiting);
    assertThat(musical.unmatched()).containsExactly(CALL);
    musical.ready(ALICE);
    assertThat(requestsAgain().target()).isEqualTo("client:alice");
    assertThat(musical.agent(ALICE).call()).contains(CALL);
  }

  @Test
  void a_recalled_caller_is_connected_or_keeps_waiting() {
    musical.customerCalls(CALL);
    musical.ready(ALICE);
    final Reply ringing = musical.recalled(CALL);
    assertThat(ringing.target()).isEqualTo("client:alice");
    assertThat(musical.dialEnded(ringing, CALL, "no-answer").verbs())
        .containsExactly("Play", "Redirect");
    assertThat(musical.recalled(CALL).verbs()).containsExactly("Play", "Redirect");
    musical.leg(ringing, CALL, CALL, "completed");
    assertThat(plain.recalled(OTHER).isHangup()).as("an unknown call").isTrue();
  }

  @Test
  void a_waiting_caller_keeps_their_route() {
    final Exchange unrouted =
        new Exchange(Exchange.options(Optional.of(MUSIC), "+15005550099=softphone"));
    unrouted.arrives(CALL);
    assertThat(requestsAgain(unrouted).verbs()).containsExactly("Play", "Redirect");
    assertThat(unrouted.customerCalls(OTHER).isBusy()).as("another call").isTrue();
  }

  @Test
  void an_agent_who_missed_may_be_rung_after_the_music() {
    musical.ready(ALICE);
    final Reply first = musical.customerCalls(CALL);
    assertThat(musical.dialEnded(first, CALL, "no-answer").verbs())
        .containsExactly("Play", "Redirect");
    assertThat(requestsAgain().target()).isEqualTo("client:alice");
  }

  @Test
  void ends_the_wait_after_half_an_hour() {
    musical.customerCalls(CALL);
    musical.time.passes(Voice.MAX_WAIT.minusSeconds(1));
    assertThat(requestsAgain().verbs()).contains("Play");
    musical.time.passes(Duration.ofSeconds(1));
    assertThat(requestsAgain().isHangup()).isTrue();
    assertThat(musical.call(CALL).isLive()).isFalse();
    musical.ready(ALICE);
    assertThat(requestsAgain().isHangup()).isTrue();
    assertThat(musical.agent(ALICE).isReady()).isTrue();
  }

  @Test
  void a_missed_ring_after_half_an_hour_ends_the_wait() {
    musical.ready(ALICE);
    musical.customerCalls(CALL);
    musical.time.passes(Voice.MAX_WAIT);
    final Reply rung = requestsAgain();
    assertThat(rung.target()).isEqualTo("client:alice");
    assertThat(musical.dialEnded(rung, CALL, "no-answer").isBusy()).isTrue();
    assertThat(musical.call(CALL).isLive()).isFalse();
    assertThat(musical.agent(ALICE).isReady()).isTrue();
  }

  @Test
  void two_callers_never_get_the_same_agent() {
    musical.customerCalls(CALL);
    musical.ready(ALICE);
    assertThat(musical.customerCalls(OTHER).target()).isEqualTo("client:alice");
    assertThat(requestsAgain().verbs()).containsExactly("Play", "Redirect");
  }

  @Test
  void ringing_an_agent_takes_one_load_and_one_append() {
    plain.ready(ALICE, BOB);
    final long loads = plain.store.loads();
    final long appends = plain.store.appends();
    assertThat(plain.customerCalls(CALL).target()).isEqualTo("client:alice");
    assertThat(plain.store.loads() - loads)
        .as("only the call; agents come from a query")
        .isEqualTo(1);
    assertThat(plain.store.appends() - appends).isEqualTo(1);
  }

  @Test
  void a_repeated_request_takes_one_load_and_no_append() {
    plain.ready(ALICE);
    plain.customerCalls(CALL);
    final long loads = plain.store.loads();
    final long appends = plain.store.appends();
    plain.customerCalls(CALL);
    assertThat(plain.store.loads() - loads).isEqualTo(1);
    assertThat(plain.store.appends() - appends).isZero();
  }

  @Test
  void a_call_without_ready_agents_takes_one_append() {
    final long appends = plain.store.appends();
    plain.customerCalls(CALL);
    musical.customerCalls(CALL);
    assertThat(plain.store.appends() - appends).isEqualTo(1);
    assertThat(musical.store.appends()).isEqualTo(1);
  }

  /// The request when the music has ended. Playing music makes Twilio answer the call.
  private Reply requestsAgain() {
    return requestsAgain(musical);
  }

  private static Reply requestsAgain(Exchange exchange) {
    return exchange.incoming(CALL, CUSTOMER, BUSINESS, "CallStatus", "in-progress");
  }
}
