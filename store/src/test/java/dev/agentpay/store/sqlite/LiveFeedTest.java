package dev.agentpay.store.sqlite;

import static dev.agentpay.store.Given.ALICE;
import static dev.agentpay.store.Given.after;
import static dev.agentpay.store.Given.next;
import static dev.agentpay.store.Given.remark;
import static dev.agentpay.store.Given.session;
import static dev.agentpay.store.Given.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.Append;
import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.Feed.Item;
import dev.agentpay.events.Feed.Update;
import dev.agentpay.payments.session.Digits;
import dev.agentpay.store.Given;
import dev.agentpay.store.Subscriber;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens in the middle of a replay, brought about by a reader that writes while it reads.
class LiveFeedTest {
  @TempDir Path folder;

  private SqliteStore open() {
    return SqliteStore.open(folder.resolve("agentpay.db"), Given.SCHEMA, InstantSource.system());
  }

  private static Append begun(SqliteStore store) {
    final Append start = started(1);
    store.eventStore().append(start);
    return start;
  }

  private static Append grown(SqliteStore store, Append last, int times) {
    Append newest = last;
    for (int i = 0; i < times; i++) {
      newest = next(after(newest), remark("remark"));
      store.eventStore().append(newest);
    }
    return newest;
  }

  private static List<Long> numbers(List<Item> items) {
    return items.stream().map(i -> ((Fact) i).event().number()).toList();
  }

  private static List<Long> upTo(int last) {
    return java.util.stream.LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void what_becomes_durable_during_a_replay_comes_after_it_once() {
    try (SqliteStore store = open()) {
      final String beginning = store.feed().position();
      final Append start = grown(store, begun(store), 1);
      final List<Item> seen = new ArrayList<>();
      store
          .feed()
          .subscribe(
              Optional.of(ALICE),
              Optional.of(beginning),
              item -> {
                if (seen.isEmpty()) {
                  grown(store, start, 3);
                }
                return seen.add(item);
              });
      assertThat(numbers(seen)).isEqualTo(upTo(5));
    }
  }

  @Test
  void more_than_the_buffer_holds_is_read_from_the_log() {
    try (SqliteStore store = open()) {
      final String beginning = store.feed().position();
      final Append start = begun(store);
      final int many = Subscriber.MAX_BUFFERED + 50;
      final List<Append> last = new ArrayList<>(List.of(start));
      final List<Item> seen = new ArrayList<>();
      store
          .feed()
          .subscribe(
              Optional.empty(),
              Optional.of(beginning),
              item -> {
                // The second item is offered when new ones wait for this replay in the buffer.
                if (seen.isEmpty()) {
                  last.add(grown(store, start, 1));
                } else if (seen.size() == 1) {
                  last.add(grown(store, last.getLast(), many));
                }
                return seen.add(item);
              });
      grown(store, last.getLast(), 1);
      assertThat(numbers(seen)).isEqualTo(upTo(2 + many + 1));
    }
  }

  @Test
  void news_that_is_told_during_a_replay_comes_after_it() {
    try (SqliteStore store = open()) {
      final String beginning = store.feed().position();
      final Append start = begun(store);
      final Digits news =
          new Digits(
              session(1),
              ALICE,
              dev.agentpay.payments.values.CaptureField.PAYMENT_CARD_NUMBER,
              "x",
              Given.NOON);
      final List<Item> seen = new ArrayList<>();
      store
          .feed()
          .subscribe(
              Optional.of(ALICE),
              Optional.of(beginning),
              item -> {
                if (seen.isEmpty()) {
                  grown(store, start, 1);
                } else if (seen.size() == 1) {
                  store.feed().publish(news);
                }
                return seen.add(item);
              });
      assertThat(seen).hasSize(3);
      assertThat(numbers(seen.subList(0, 2))).isEqualTo(upTo(2));
      assertThat(seen.get(2)).isEqualTo(new Update(news));
    }
  }
}
