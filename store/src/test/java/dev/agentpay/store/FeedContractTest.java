package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.BOB;
import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.arrived;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.Feed.Item;
import dev.agentpay.events.Feed.Update;
import dev.agentpay.payments.session.Digits;
import dev.agentpay.payments.values.CaptureField;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class FeedContractTest {
  private static final Optional<AgentId> ALL_AGENTS = Optional.empty();
  private static final Optional<String> NO_REPLAY = Optional.empty();

  @Parameter Engine engine;
  @TempDir Path folder;
  private Engine.Ports ports;
  private EventStore store;
  private Feed feed;

  @BeforeEach
  void open() {
    ports = engine.open(folder);
    store = ports.events();
    feed = ports.feed();
  }

  @AfterEach
  void close() {
    ports.close();
  }

  private static Digits digit(AgentId agent, String mask) {
    return new Digits(session(1), agent, CaptureField.PAYMENT_CARD_NUMBER, mask, NOON);
  }

  private static List<EventEnvelope> recorded(List<Item> items) {
    return items.stream().map(i -> ((Fact) i).event()).toList();
  }

  @Test
  void notifies_readers_before_the_writer() {
    store.append(started(1));
    final List<Item> seen = new CopyOnWriteArrayList<>();
    try (Feed.Subscription _ = feed.subscribe(ALL_AGENTS, NO_REPLAY, seen::add)) {
      final Append second = started(2);
      store.append(second);
      assertThat(recorded(seen)).isEqualTo(second.events());
      assertThat(((Fact) seen.getFirst()).position()).isEqualTo(feed.position());
    }
  }

  @Test
  void replays_missed_events_to_a_returning_reader() {
    final String beginning = feed.position();
    final Append first = started(1);
    store.append(first);
    final String middle = feed.position();
    final Append second = next(after(first), remark("2"), remark("3"));
    store.append(second);

    final List<Item> all = new CopyOnWriteArrayList<>();
    final List<Item> rest = new CopyOnWriteArrayList<>();
    try (Feed.Subscription _ = feed.subscribe(ALL_AGENTS, Optional.of(beginning), all::add);
        Feed.Subscription _ = feed.subscribe(ALL_AGENTS, Optional.of(middle), rest::add)) {
      assertThat(recorded(all)).extracting(EventEnvelope::number).containsExactly(1L, 2L, 3L);
      assertThat(recorded(all).subList(1, 3)).isEqualTo(second.events());
      store.append(next(after(second), remark("4")));
      assertThat(recorded(all)).extracting(EventEnvelope::number).containsExactly(1L, 2L, 3L, 4L);
      assertThat(recorded(rest)).extracting(EventEnvelope::number).containsExactly(2L, 3L, 4L);
      assertThat(rest).isEqualTo(all.subList(1, 4));
    }
  }

  @Test
  void a_long_replay_is_complete_and_ordered() {
    final String beginning = feed.position();
    Append last = started(1);
    store.append(last);
    for (int i = 0; i < 1100; i++) {
      last = next(after(last), remark("remark " + i));
      store.append(last);
    }
    final List<Item> seen = new ArrayList<>();
    feed.subscribe(Optional.of(ALICE), Optional.of(beginning), seen::add).close();
    assertThat(recorded(seen)).hasSize(1101);
    for (int i = 0; i < seen.size(); i++) {
      assertThat(recorded(seen).get(i).number()).isEqualTo(i + 1);
    }
  }

  @Test
  void agents_see_their_own_events_and_supervisors_all() {
    final String beginning = feed.position();
    final List<Item> alice = new CopyOnWriteArrayList<>();
    final List<Item> all = new CopyOnWriteArrayList<>();
    try (Feed.Subscription _ = feed.subscribe(Optional.of(ALICE), NO_REPLAY, alice::add);
        Feed.Subscription _ = feed.subscribe(ALL_AGENTS, NO_REPLAY, all::add)) {
      store.append(started(1, 1, ALICE));
      store.append(started(2, 2, BOB));
      store.append(arrived(3, NOON)); // has no owner yet
    }
    final List<Item> bobLater = new ArrayList<>();
    feed.subscribe(Optional.of(BOB), Optional.of(beginning), bobLater::add).close();
    final List<Item> allLater = new ArrayList<>();
    feed.subscribe(ALL_AGENTS, Optional.of(beginning), allLater::add).close();

    assertThat(recorded(alice)).isEqualTo(started(1, 1, ALICE).events());
    assertThat(recorded(bobLater)).isEqualTo(started(2, 2, BOB).events());
    assertThat(recorded(all)).hasSize(3);
    assertThat(allLater).isEqualTo(all);
  }

  @Test
  void publishes_an_update_once_to_its_audience() {
    final String beginning = feed.position();
    final List<Item> alice = new CopyOnWriteArrayList<>();
    final List<Item> bob = new CopyOnWriteArrayList<>();
    final List<Item> all = new CopyOnWriteArrayList<>();
    try (Feed.Subscription _ =
            feed.subscribe(Optional.of(ALICE), Optional.of(beginning), alice::add);
        Feed.Subscription _ = feed.subscribe(Optional.of(BOB), NO_REPLAY, bob::add);
        Feed.Subscription _ = feed.subscribe(ALL_AGENTS, NO_REPLAY, all::add)) {
      feed.publish(digit(ALICE, "x"));
      feed.publish(digit(ALICE, "xx"));
    }
    final List<Item> later = new ArrayList<>();
    feed.subscribe(ALL_AGENTS, Optional.of(beginning), later::add).close();

    assertThat(alice)
        .containsExactly(new Update(digit(ALICE, "x")), new Update(digit(ALICE, "xx")));
    assertThat(all).isEqualTo(alice);
    assertThat(bob).isEmpty();
    assertThat(later).isEmpty();
    assertThat(feed.position()).isEqualTo(beginning);
  }

  @Test
  void refuses_a_position_of_another_feed() {
    store.append(started(1));
    final String position = feed.position();
    final List<String> foreign =
        List.of("", "1", "x" + position, position + "0", position + "x", position + "-1", "-");
    for (String bad : foreign) {
      assertThatThrownBy(() -> feed.subscribe(ALL_AGENTS, Optional.of(bad), _ -> true))
          .as("position '%s'", bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not belong to this feed");
    }
  }

  @Test
  void a_full_reader_continues_later() {
    final List<Item> seen = new CopyOnWriteArrayList<>();
    final String beginning = feed.position();
    final Feed.Reader twoAtMost = item -> seen.size() < 2 && seen.add(item);
    Append last = started(1);
    store.append(last);
    feed.subscribe(ALL_AGENTS, Optional.of(beginning), twoAtMost);
    for (int i = 0; i < 5; i++) {
      last = next(after(last), remark("remark " + i));
      store.append(last);
    }
    assertThat(recorded(seen)).extracting(EventEnvelope::number).containsExactly(1L, 2L);

    final String lastSeen = ((Fact) seen.getLast()).position();
    final List<Item> rest = new ArrayList<>();
    feed.subscribe(ALL_AGENTS, Optional.of(lastSeen), rest::add).close();
    assertThat(recorded(rest)).extracting(EventEnvelope::number).containsExactly(3L, 4L, 5L, 6L);
  }

  @Test
  void a_reader_closed_during_replay_gets_nothing_more() {
    final String beginning = feed.position();
    final Append start = started(1);
    store.append(start);
    final Append more = next(after(start), remark("2"), remark("3"));
    store.append(more);
    final List<Item> offered = new CopyOnWriteArrayList<>();
    feed.subscribe(
        ALL_AGENTS,
        Optional.of(beginning),
        item -> {
          offered.add(item);
          return offered.size() < 2;
        });
    store.append(next(after(more), remark("4")));
    feed.publish(digit(ALICE, "x"));
    assertThat(offered).hasSize(2);
  }

  @Test
  void closes_a_failing_reader_without_affecting_others() {
    final List<Item> before = new CopyOnWriteArrayList<>();
    final List<Item> broken = new CopyOnWriteArrayList<>();
    final List<Item> after = new CopyOnWriteArrayList<>();
    try (Feed.Subscription _ = feed.subscribe(ALL_AGENTS, NO_REPLAY, before::add);
        Feed.Subscription _ =
            feed.subscribe(
                ALL_AGENTS,
                NO_REPLAY,
                item -> {
                  broken.add(item);
                  throw new IllegalStateException("the reader fails");
                });
        Feed.Subscription _ = feed.subscribe(ALL_AGENTS, NO_REPLAY, after::add)) {
      store.append(started(1));
      store.append(started(2));
    }
    assertThat(before).hasSize(2);
    assertThat(after).isEqualTo(before);
    assertThat(broken).hasSize(1);
  }

  @Test
  void a_closed_subscription_gets_nothing_more() {
    final List<Item> seen = new CopyOnWriteArrayList<>();
    final Feed.Subscription subscription = feed.subscribe(ALL_AGENTS, NO_REPLAY, seen::add);
    store.append(started(1));
    subscription.close();
    subscription.close();
    store.append(started(2));
    feed.publish(digit(ALICE, "x"));
    assertThat(seen).hasSize(1);
  }

  @Test
  void does_not_publish_a_refused_append() {
    store.append(started(1, 7, ALICE));
    final List<Item> seen = new CopyOnWriteArrayList<>();
    try (Feed.Subscription _ = feed.subscribe(ALL_AGENTS, NO_REPLAY, seen::add)) {
      store.append(started(1, 7, ALICE));
      store.append(started(2, 7, ALICE));
    }
    assertThat(seen).isEmpty();
  }
}
