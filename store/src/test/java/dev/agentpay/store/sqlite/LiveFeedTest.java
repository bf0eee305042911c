package dev.agentpay.store.sqlite;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.Append;
import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.Feed.Item;
import dev.agentpay.events.Feed.Update;
import dev.agentpay.payments.session.Digits;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.store.Fixtures;
import dev.agentpay.store.Subscriber;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests events during a replay, caused by a reader that writes while it reads.
class LiveFeedTest {
  @TempDir Path folder;

  private SqliteStore open() {
    return SqliteStore.open(folder.resolve("agentpay.db"), Fixtures.SCHEMA, InstantSource.system());
  }

  private static Append startSession(SqliteStore store) {
    final Append start = started(1);
    store.eventStore().append(start);
    return start;
  }

  private static Append appendRemarks(SqliteStore store, Append last, int times) {
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
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void delivers_events_during_a_replay_once() {
    try (SqliteStore store = open()) {
      final String beginning = store.feed().position();
      final Append start = appendRemarks(store, startSession(store), 1);
      final List<Item> seen = new ArrayList<>();
      store
          .feed()
          .subscribe(
              Optional.of(ALICE),
              Optional.of(beginning),
              item -> {
                if (seen.isEmpty()) {
                  appendRemarks(store, start, 3);
                }
                return seen.add(item);
              });
      assertThat(numbers(seen)).isEqualTo(upTo(5));
    }
  }

  @Test
  void reads_events_beyond_the_buffer_from_the_log() {
    try (SqliteStore store = open()) {
      final String beginning = store.feed().position();
      final Append start = startSession(store);
      final int many = Subscriber.MAX_BUFFERED + 50;
      final List<Append> last = new ArrayList<>(List.of(start));
      final List<Item> seen = new ArrayList<>();
      store
          .feed()
          .subscribe(
              Optional.empty(),
              Optional.of(beginning),
              item -> {
                // When the second item is offered, new items are already buffered during this
                // replay.
                if (seen.isEmpty()) {
                  last.add(appendRemarks(store, start, 1));
                } else if (seen.size() == 1) {
                  last.add(appendRemarks(store, last.getLast(), many));
                }
                return seen.add(item);
              });
      appendRemarks(store, last.getLast(), 1);
      assertThat(numbers(seen)).isEqualTo(upTo(2 + many + 1));
    }
  }

  @Test
  void delivers_updates_after_a_replay() {
    try (SqliteStore store = open()) {
      final String beginning = store.feed().position();
      final Append start = startSession(store);
      final Digits update =
          new Digits(session(1), ALICE, CaptureField.PAYMENT_CARD_NUMBER, "x", Fixtures.NOON);
      final List<Item> seen = new ArrayList<>();
      store
          .feed()
          .subscribe(
              Optional.of(ALICE),
              Optional.of(beginning),
              item -> {
                if (seen.isEmpty()) {
                  appendRemarks(store, start, 1);
                } else if (seen.size() == 1) {
                  store.feed().publish(update);
                }
                return seen.add(item);
              });
      assertThat(seen).hasSize(3);
      assertThat(numbers(seen.subList(0, 2))).isEqualTo(upTo(2));
      assertThat(seen.get(2)).isEqualTo(new Update(update));
    }
  }
}
