package dev.agentpay.compat;

import static dev.agentpay.compat.CompatNode.ALICE;
import static dev.agentpay.compat.CompatNode.BOB;
import static dev.agentpay.compat.CompatNode.FIRST;
import static dev.agentpay.compat.CompatNode.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.MemorySpool;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.VirtualTime;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which agents of the Generic demo's page are ready.
class PagePresenceTest {
  private static final String GONE = "endpoint_disconnected";
  private static final String THERE = "endpoint_connected";

  private final VirtualTime time = new VirtualTime();
  private final MemoryStore store = new MemoryStore(CompatNode.SCHEMA);
  private final FakeSync sync = new FakeSync();
  private final CompatNode node = node("first");

  private CompatNode node(String name) {
    return new CompatNode(
        new CompatNode.Storage(store, store, store, new MemorySpool()),
        time,
        time.new Node(),
        name,
        sync);
  }

  @Test
  void an_agent_whose_page_is_gone_is_away() {
    node.opensPage(ALICE);
    node.opensPage(BOB);
    assertThat(node.isReady(ALICE)).isTrue();
    assertThat(sync.reporting())
        .containsEntry(FIRST, URI.create("https://pay.example.com/twilio/sync/presence"));
    node.syncReports(GONE, FIRST, "alice");
    assertThat(node.isReady(ALICE)).isFalse();
    assertThat(node.isReady(BOB)).isTrue();
  }

  @Test
  void an_agent_whose_page_connects_again_is_ready() {
    node.opensPage(ALICE);
    node.syncReports(GONE, FIRST, "alice");
    node.syncReports(THERE, FIRST, "alice");
    assertThat(node.isReady(ALICE)).isTrue();
  }

  @Test
  void an_agent_whose_page_sends_a_request_is_ready() {
    node.opensPage(ALICE);
    node.syncReports(GONE, FIRST, "alice");
    node.pageRequests(ALICE);
    assertThat(node.isReady(ALICE)).isTrue();
  }

  @Test
  void an_agent_who_is_away_by_choice_stays_away() {
    node.opensPage(ALICE);
    node.setReady(ALICE, false);
    node.syncReports(GONE, FIRST, "alice");
    node.syncReports(THERE, FIRST, "alice");
    node.pageRequests(ALICE);
    assertThat(node.isReady(ALICE)).isFalse();
  }

  @Test
  void an_agent_whose_desk_is_open_stays_as_they_are() {
    final Set<AgentId> desks = new HashSet<>(Set.of(ALICE));
    node.pages.add(desks::contains);
    node.opensPage(ALICE);
    assertThat(node.hasPage(ALICE)).isTrue();
    node.syncReports(GONE, FIRST, "alice");
    assertThat(node.isReady(ALICE)).isTrue();
    assertThat(node.hasPage(ALICE)).as("so the desk sets them to away when it is gone").isFalse();
    node.setReady(ALICE, false);
    node.syncReports(THERE, FIRST, "alice");
    assertThat(node.isReady(ALICE)).as("as chosen at the desk").isFalse();
    node.setReady(ALICE, true);
    desks.clear();
    node.syncReports(GONE, FIRST, "alice");
    assertThat(node.isReady(ALICE)).isFalse();
  }

  @Test
  void a_page_is_gone_when_its_token_has_expired() {
    node.opensPage(ALICE);
    node.pages.add(ALICE::equals);
    node.runFor(CompatOptions.TOKEN_LIFETIME);
    assertThat(node.hasPage(ALICE)).isFalse();
  }

  @Test
  void an_agent_is_away_when_the_softphones_token_expires() {
    sync.goDown(); // so it reports nothing
    node.opensPage(ALICE);
    node.runFor(CompatOptions.TOKEN_LIFETIME.minusSeconds(5));
    assertThat(node.isReady(ALICE)).isTrue();
    node.opensPage(ALICE);
    node.runFor(Duration.ofMinutes(5));
    assertThat(node.isReady(ALICE)).as("with a new token").isTrue();
    node.runFor(CompatOptions.TOKEN_LIFETIME);
    assertThat(node.isReady(ALICE)).isFalse();
    node.syncReports(THERE, FIRST, "alice");
    assertThat(node.isReady(ALICE)).as("a page without a softphone").isFalse();
  }

  @Test
  void pages_that_take_no_calls_change_nothing() {
    node.leaseService(ALICE, CompatOptions.TOKEN_LIFETIME);
    node.syncReports(THERE, FIRST, "alice");
    assertThat(node.isReady(ALICE)).isFalse();
    node.setReady(ALICE, true);
    node.syncReports(GONE, FIRST, "alice");
    assertThat(node.isReady(ALICE)).isTrue();
  }

  @Test
  void ignores_other_agents_services_and_events() {
    node.opensPage(ALICE);
    node.opensPage(BOB);
    node.syncReports(GONE, SECOND, "alice");
    node.syncReports(GONE, FIRST, "bob");
    node.syncReports(GONE, "IS" + "9".repeat(32), "alice");
    node.syncReports(GONE, "", "alice");
    node.syncReports("map_item_added", FIRST, "alice");
    assertThat(node.isReady(ALICE)).isTrue();
    assertThat(node.isReady(BOB)).isTrue();
  }

  @Test
  void another_node_continues_after_a_restart() {
    node.opensPage(ALICE);
    final CompatNode next = node("second");
    next.syncReports(GONE, FIRST, "alice");
    assertThat(next.isReady(ALICE)).isFalse();
  }

  @Test
  void a_service_that_another_agent_got_has_no_page() {
    node.opensPage(ALICE);
    node.runFor(CompatOptions.TOKEN_LIFETIME.plus(Duration.ofMinutes(2)));
    final AgentId carol = new AgentId("carol");
    node.leaseService(BOB, CompatOptions.TOKEN_LIFETIME);
    node.leaseService(carol, CompatOptions.TOKEN_LIFETIME);
    node.setReady(ALICE, true);
    node.syncReports(GONE, FIRST, "alice");
    assertThat(node.isReady(ALICE)).isTrue();
  }
}
