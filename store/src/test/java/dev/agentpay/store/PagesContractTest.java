package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.BOB;
import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Query;
import dev.agentpay.events.Query.Page;
import dev.agentpay.events.Query.Position;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent.SessionAbandoned;
import dev.agentpay.payments.session.SessionEvent.SessionFailed;
import dev.agentpay.payments.values.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class PagesContractTest {
  private static final int SESSIONS = 60;
  private static final int LISTS = 60;

  /// So few that many sessions have the same time.
  private static final int SECONDS = 8;

  @Parameter Engine engine;
  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private Engine.Ports ports;
  private EventStore store;
  private int added;

  @BeforeEach
  void open() {
    ports = engine.open(folder);
    store = ports.events();
  }

  @AfterEach
  void close() {
    ports.close();
  }

  private Page<PaySession> page(Query query) {
    return store.page(PaymentSchema.SESSION, query);
  }

  private static List<SessionId> ids(Page<PaySession> page) {
    return page.items().stream().map(PaySession::id).toList();
  }

  @Test
  void pages_of_any_size_equal_the_list_while_sessions_are_added() {
    for (int i = 0; i < SESSIONS; i++) {
      add();
    }
    int several = 0;
    for (int i = 0; i < LISTS; i++) {
      final Query query = query();
      final List<SessionId> whole = ids(page(query));
      final List<SessionId> read = new ArrayList<>();
      Optional<Position> last = Optional.empty();
      int pages = 0;
      do {
        final int limit = 1 + random.nextInt(12);
        final Page<PaySession> page = page(query.after(last).atMost(limit));
        assertThat(page.items()).as("seed %s, %s", seed, query).hasSizeLessThanOrEqualTo(limit);
        read.addAll(ids(page));
        last = page.next();
        pages++;
        if (random.nextInt(3) == 0) {
          add();
        }
      } while (last.isPresent());
      assertThat(read).as("seed %s, %s", seed, query).doesNotHaveDuplicates();
      read.retainAll(whole);
      assertThat(read).as("seed %s, %s", seed, query).isEqualTo(whole);
      several += pages > 2 ? 1 : 0;
    }
    assertThat(several).as("seed %s: lists of several pages", seed).isPositive();
  }

  private void add() {
    final int number = ++added;
    final Append first =
        started(
            number,
            number,
            random.nextBoolean() ? ALICE : BOB,
            random.nextBoolean() ? "" : "A-1",
            time());
    store.append(first);
    switch (random.nextInt(3)) {
      case 0 -> store.append(next(after(first), new SessionFailed("no")));
      case 1 -> store.append(next(after(first), new SessionAbandoned("hung up")));
      default -> {}
    }
  }

  private Instant time() {
    return NOON.plusSeconds(random.nextInt(SECONDS));
  }

  private Query query() {
    Query query =
        Query.ALL
            .ownedBy(random.nextBoolean() ? Optional.of(owner()) : Optional.empty())
            .since(random.nextInt(3) == 0 ? Optional.of(time()) : Optional.empty())
            .before(random.nextInt(3) == 0 ? Optional.of(time()) : Optional.empty())
            .in(
                switch (random.nextInt(4)) {
                  case 0 -> Set.of("FAILED");
                  case 1 -> Set.of("FAILED", "ABANDONED", "OPENING");
                  default -> Set.of();
                });
    query = random.nextInt(4) == 0 ? query.with("reference", "A-1") : query;
    query = random.nextInt(4) == 0 ? query.open(random.nextBoolean()) : query;
    return random.nextInt(3) == 0 ? query.fromOldest() : query;
  }

  private AgentId owner() {
    return random.nextBoolean() ? ALICE : BOB;
  }

  @Test
  void the_last_page_names_no_next_one() {
    for (int i = 1; i <= 4; i++) {
      store.append(started(i, i, ALICE, "", NOON.plusSeconds(i)));
    }
    final Page<PaySession> first = page(Query.ALL.atMost(2));
    assertThat(ids(first)).containsExactly(session(4), session(3));
    assertThat(first.next()).contains(new Position(NOON.plusSeconds(3), session(3).value()));
    final Page<PaySession> second = page(Query.ALL.atMost(2).after(first.next()));
    assertThat(ids(second)).containsExactly(session(2), session(1));
    assertThat(second.next()).isEmpty();
  }

  @Test
  void ends_a_list_before_a_time() {
    for (int i = 1; i <= 3; i++) {
      store.append(started(i, i, ALICE, "", NOON.plusSeconds(i)));
    }
    final Query first = Query.ALL.before(Optional.of(NOON.plusSeconds(3)));
    assertThat(ids(page(first))).containsExactly(session(2), session(1));
    assertThat(ids(page(first.since(Optional.of(NOON.plusSeconds(2))))))
        .containsExactly(session(2));
  }

  @Test
  void continues_by_time_after_a_stream_that_does_not_exist() {
    store.append(started(1, 1, ALICE, "", NOON));
    store.append(started(2, 2, ALICE, "", NOON.plusSeconds(1)));
    store.append(started(3, 3, ALICE, "", NOON.plusSeconds(2)));
    final Optional<Position> lost =
        Optional.of(new Position(NOON.plusSeconds(1), session(9).value()));
    assertThat(ids(page(Query.ALL.after(lost)))).containsExactly(session(1));
    assertThat(ids(page(Query.ALL.fromOldest().after(lost)))).containsExactly(session(3));
  }
}
