package dev.agentpay.compat;

import static dev.agentpay.compat.CompatNode.ALICE;
import static dev.agentpay.compat.CompatNode.BOB;
import static dev.agentpay.compat.CompatNode.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Origin;
import dev.agentpay.events.VirtualTime;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.rest.TwilioConnection;
import dev.agentpay.twilio.token.AccessTokens;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tests tokens for a pool of one Sync service, with leases on virtual time.
class SyncTokensTest {
  private static final Origin ORIGIN = new Origin(Actor.SYSTEM, "203.0.113.7", "test");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final VirtualTime time = new VirtualTime();
  private final MemoryStore store = new MemoryStore(CompatSchema.SCHEMA);
  private final List<String> syncRequests = new CopyOnWriteArrayList<>();
  private final Javalin sync = startSync();
  private final AccessTokens accessTokens = new AccessTokens(twilioOptions());
  private final TwilioConnection twilio = TwilioConnection.open(twilioOptions());
  private final SyncLeases leases =
      new SyncLeases(Kernel.of(store, store, store, time.new Node(), "node"), List.of(FIRST));
  private final SyncTokens tokens =
      new SyncTokens(leases, accessTokens, twilio::sync, () -> time.now());

  @AfterEach
  void stop() {
    sync.stop();
  }

  @Test
  void issues_a_token_for_the_agents_service() {
    final SyncTokens.IssuedToken issued = tokens.issue(ALICE, List.of(), ORIGIN);
    assertThat(issued.service()).isEqualTo(FIRST);
    final AccessTokens.Verified verified = accessTokens.verify(issued.token()).orElseThrow();
    assertThat(verified.agent()).isEqualTo(ALICE);
    assertThat(verified.sync().map(AccessTokens.Sync::serviceSid)).contains(FIRST);
    assertThat(issued.toString()).contains(FIRST).doesNotContain(issued.token());
  }

  @Test
  void leases_the_service_for_a_minute_longer_than_the_token() {
    tokens.issue(ALICE, List.of(), ORIGIN);
    runFor(CompatOptions.TOKEN_LIFETIME.plus(MINUTE).minusMillis(1));
    assertThat(leases.serviceOf(ALICE)).contains(FIRST);
    runFor(Duration.ofMillis(1));
    assertThat(leases.serviceOf(ALICE)).isEmpty();
  }

  @Test
  void can_lease_a_service_without_a_token() {
    assertThat(tokens.leaseService(ALICE, ORIGIN)).isEqualTo(FIRST);
    assertThat(leases.serviceOf(ALICE)).contains(FIRST);
    assertThat(syncRequests).as("nothing to empty").isEmpty();
  }

  @Test
  void refuses_a_token_while_all_services_are_leased() {
    tokens.issue(ALICE, List.of(), ORIGIN);
    final RequestFailedException failure = failureOf(BOB);
    assertThat(failure.status()).isEqualTo(409);
    assertThat(failure.reason())
        .isEqualTo(
            "No Sync service is free: all 1 are in use by other agents for up to an hour."
                + " Add one per agent to compat.sync-services");
  }

  @Test
  void empties_the_service_before_another_agent_gets_it() {
    tokens.issue(ALICE, List.of(), ORIGIN);
    runFor(CompatOptions.TOKEN_LIFETIME.plus(MINUTE));
    assertThat(tokens.issue(BOB, List.of(), ORIGIN).service()).isEqualTo(FIRST);
    assertThat(syncRequests)
        .containsExactly(
            "GET /v1/Services/%s/Maps".formatted(FIRST),
            "GET /v1/Services/%s/Documents".formatted(FIRST));
    assertThat(leases.serviceOf(BOB)).contains(FIRST);
    tokens.issue(BOB, List.of(), ORIGIN);
    assertThat(syncRequests).as("emptied only once").hasSize(2);
  }

  @Test
  void withholds_a_service_that_cannot_be_emptied() {
    tokens.issue(ALICE, List.of(), ORIGIN);
    runFor(CompatOptions.TOKEN_LIFETIME.plus(MINUTE));
    sync.stop();
    final RequestFailedException failure = failureOf(BOB);
    assertThat(failure.status()).isEqualTo(503);
    assertThat(failure.reason())
        .isEqualTo("Cannot delete the previous agent's data from Twilio Sync; try again");
    assertThat(leases.serviceOf(BOB)).as("digits and values are not written yet").isEmpty();
  }

  private RequestFailedException failureOf(AgentId agent) {
    return catchThrowableOfType(
        RequestFailedException.class, () -> tokens.issue(agent, List.of(), ORIGIN));
  }

  private void runFor(Duration duration) {
    final Instant end = time.now().plus(duration);
    time.runUntil(end);
  }

  /// Starts a Sync API that has no maps and no documents.
  private Javalin startSync() {
    return Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.routes.get("/v1/Services/{sid}/Maps", ctx -> empty(ctx, "maps"));
              config.routes.get("/v1/Services/{sid}/Documents", ctx -> empty(ctx, "documents"));
            })
        .start("127.0.0.1", 0);
  }

  private void empty(Context ctx, String key) {
    syncRequests.add("GET " + ctx.path());
    ctx.contentType("application/json")
        .result(
            """
            {"%1$s":[],"meta":{"key":"%1$s","page":0,"page_size":100,"url":"http://x/",
            "first_page_url":"http://x/","previous_page_url":null,"next_page_url":null}}
            """
                .formatted(key));
  }

  private TwilioOptions twilioOptions() {
    return new TwilioOptions(
        "AC" + "0".repeat(32),
        "0123456789abcdef0123456789abcdef",
        Optional.empty(),
        "SK" + "0".repeat(32),
        "an-api-secret-of-thirty-two-characters",
        Optional.of("http://127.0.0.1:" + sync.port()),
        "http://127.0.0.1:1",
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Optional.empty(),
        Optional.empty());
  }
}
