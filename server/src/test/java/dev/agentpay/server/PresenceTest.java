package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.calls.Agent;
import dev.agentpay.calls.AgentState;
import dev.agentpay.calls.CallInput;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// An agent whose last page is gone is away after a grace period.
class PresenceTest {
  private static final AgentId ALICE = new AgentId("alice");
  private static final Duration PAST_GRACE = DeskOptions.AWAY_AFTER.plusSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofMillis(40);

  @AutoClose
  private final World world =
      new World(
          o ->
              World.with(
                  o, new Limits(65_536, 100, 200, 50, HEARTBEAT, 100, Duration.ofSeconds(10))));

  @Test
  void agent_is_away_after_the_last_of_two_pages_is_gone() {
    final SseReader first = page();
    final SseReader second = page();
    ready();
    close(first, 1);
    pass(PAST_GRACE);
    assertThat(state()).isEqualTo(AgentState.READY);
    close(second, 0);
    assertThat(state()).isEqualTo(AgentState.READY);
    pass(PAST_GRACE);
    await().until(() -> state() == AgentState.AWAY);
    final Origin origin = lastEvent().origin();
    assertThat(origin.actor()).isEqualTo(Actor.SYSTEM);
    assertThat(origin.cause()).isEqualTo("page gone");
  }

  @Test
  void reloaded_page_keeps_the_agent_ready() {
    final SseReader before = page();
    ready();
    close(before, 0);
    pass(DeskOptions.AWAY_AFTER.minusSeconds(5));
    try (SseReader _ = page()) {
      pass(PAST_GRACE);
      assertThat(state()).isEqualTo(AgentState.READY);
    }
  }

  @Test
  void agent_on_a_call_stays_busy_and_is_away_after_it() {
    final SseReader page = page();
    ready();
    final CallSid call = new CallSid(world.callOf("alice"));
    close(page, 0);
    pass(PAST_GRACE);
    await().until(() -> !alice().wantsCalls());
    assertThat(state()).isEqualTo(AgentState.BUSY);
    world.calls.handle(
        new CallInput.CallOver(call, new CallInput.LegEnd("completed", Optional.empty())),
        new Origin(Actor.TWILIO, "test", "end"));
    assertThat(state()).isEqualTo(AgentState.AWAY);
  }

  @Test
  void agent_with_a_page_of_another_client_stays_ready() {
    final AtomicBoolean asked = new AtomicBoolean();
    world.pages.add(agent -> asked.getAndSet(true) || agent.equals(ALICE));
    final SseReader page = page();
    ready();
    close(page, 0);
    pass(PAST_GRACE);
    await().untilTrue(asked);
    pass(PAST_GRACE);
    assertThat(state()).isEqualTo(AgentState.READY);
  }

  @Test
  void page_that_no_longer_confirms_is_gone() {
    try (SseReader page = page()) {
      ready();
      final String path = confirmationOf(page);
      assertThat(world.as("alice").put(path, "").status()).isEqualTo(204);
      pass(Duration.ofSeconds(25));
      assertThat(world.as("alice").put(path, "").status()).isEqualTo(204);
      pass(Duration.ofSeconds(25));
      assertThat(page.over).isNotDone();
      pass(Duration.ofSeconds(10));
      page.awaitEnd();
      awaitPages(0);
      assertThat(world.as("alice").put(path, "").status()).isEqualTo(404);
      pass(PAST_GRACE);
      await().until(() -> state() == AgentState.AWAY);
    }
  }

  @Test
  void page_that_never_confirms_stays() {
    try (SseReader page = page()) {
      ready();
      pass(Duration.ofMinutes(5));
      assertThat(page.over).isNotDone();
      assertThat(state()).isEqualTo(AgentState.READY);
    }
  }

  @Test
  void nobody_confirms_the_page_of_another_user() {
    try (SseReader page = page()) {
      final String path = confirmationOf(page);
      assertThat(world.as("bob").put(path, "").status()).isEqualTo(404);
    }
  }

  @Test
  void page_of_a_supervisor_and_a_program_without_pages_change_nothing() {
    ready();
    try (SseReader _ = SseReader.by(world.as("sue"), "/api/events?agent=alice")) {
      awaitPages(1);
    }
    awaitPages(0);
    pass(PAST_GRACE);
    assertThat(state()).isEqualTo(AgentState.READY);
  }

  @Test
  void refused_page_does_not_count() {
    try (World strict =
        new World(
            o ->
                World.with(
                    o, new Limits(65_536, 1, 200, 50, HEARTBEAT, 100, Duration.ofSeconds(10))))) {
      try (SseReader _ = SseReader.by(strict.as("alice"))) {
        strict.as("alice").put("/api/me/availability", "{\"availability\":\"ready\"}");
        assertThat(strict.as("alice").get("/api/events").status()).isEqualTo(429);
        strict.ahead.set(PAST_GRACE);
        beats(strict);
        assertThat(strict.calls.find(ALICE).state()).isEqualTo(AgentState.READY);
      }
    }
  }

  private SseReader page() {
    final SseReader page = SseReader.by(world.as("alice"));
    assertThat(page.next().event()).isEqualTo("snapshot");
    return page;
  }

  private static String confirmationOf(SseReader page) {
    return "/api/me/streams/" + page.response.headers().firstValue("Stream-Id").orElseThrow();
  }

  private void ready() {
    world.as("alice").put("/api/me/availability", "{\"availability\":\"ready\"}");
    assertThat(state()).isEqualTo(AgentState.READY);
  }

  private void close(SseReader page, int left) {
    page.close();
    awaitPages(left);
  }

  /// The server notices a closed connection with the next heartbeat.
  private void awaitPages(int count) {
    await().until(() -> world.meters.get("agentpay.streams.open").gauge().value() == count);
  }

  /// Lets time pass, until the server has surely looked at all pages.
  private void pass(Duration time) {
    world.ahead.updateAndGet(time::plus);
    beats(world);
  }

  /// Waits for two heartbeats of another page: the timer has run since.
  private static void beats(World world) {
    try (SseReader sue = SseReader.by(world.as("sue"))) {
      sue.next(frame -> frame.event().equals(":"));
      sue.next(frame -> frame.event().equals(":"));
    }
    await().until(() -> world.meters.get("agentpay.streams.open").gauge().value() < 3);
  }

  private Agent alice() {
    return world.calls.find(ALICE);
  }

  private AgentState state() {
    return alice().state();
  }

  private EventEnvelope lastEvent() {
    return world.store.eventStore().events(CallSchema.AGENT.stream("alice"), 0).getLast();
  }
}
