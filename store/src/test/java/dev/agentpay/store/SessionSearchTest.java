package dev.agentpay.store;

import static dev.agentpay.store.Given.ALICE;
import static dev.agentpay.store.Given.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.core.AgentId;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.EventStore.SessionQuery;
import dev.agentpay.core.SessionState;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No question that is asked for every payment may take longer the more history there is: each goes
/// by an index that holds little more than its answer.
class SessionSearchTest {
  private static final Set<SessionState> OPEN =
      EnumSet.range(SessionState.OPENING, SessionState.CANCELLING);

  @TempDir Path folder;
  private SqliteFile file;
  private Reads reads;

  @BeforeEach
  void open() {
    file = SqliteFile.open(folder.resolve("agentpay.db"));
    reads = new Reads(file.readers());
  }

  @AfterEach
  void close() {
    reads.close();
    file.close();
  }

  private String plan(
      Optional<AgentId> owner,
      Optional<String> reference,
      Set<SessionState> states,
      Optional<CallSid> call) {
    final SessionSearch search =
        SessionSearch.of(new SessionQuery(owner, reference, Optional.of(NOON), states, call, 20));
    return reads.with(
        handle ->
            handle
                .createQuery("EXPLAIN QUERY PLAN " + search.sql())
                .bindMap(search.values())
                .map((row, _) -> row.getString("detail"))
                .first());
  }

  @Test
  void open_sessions_are_found_among_open_sessions() {
    assertThat(plan(Optional.of(ALICE), Optional.empty(), OPEN, Optional.empty()))
        .contains("streams_open (kind=? AND owner=?");
    assertThat(
            plan(
                Optional.empty(),
                Optional.empty(),
                Set.of(SessionState.UNCONFIRMED),
                Optional.empty()))
        .contains("streams_open (kind=?");
  }

  @Test
  void sessions_of_a_call_or_a_reference_are_found_by_it() {
    assertThat(plan(Optional.of(ALICE), Optional.of("A-17"), OPEN, Optional.of(Given.call(1))))
        .contains("streams_call (call=? AND ordered_at>?)");
    assertThat(plan(Optional.of(ALICE), Optional.of("A-17"), OPEN, Optional.empty()))
        .contains("streams_reference (reference=? AND ordered_at>?)");
  }

  @Test
  void the_newest_sessions_are_found_by_time() {
    assertThat(plan(Optional.empty(), Optional.empty(), Set.of(), Optional.empty()))
        .contains("streams_time (kind=? AND ordered_at>?)");
    assertThat(plan(Optional.of(ALICE), Optional.of(""), Set.of(), Optional.empty()))
        .contains("streams_owner (kind=? AND owner=? AND ordered_at>?)");
    assertThat(
            plan(
                Optional.empty(),
                Optional.empty(),
                Set.of(SessionState.DECLINED),
                Optional.empty()))
        .contains("streams_ended (kind=? AND state=? AND ordered_at>?)");
  }

  @Test
  void what_waits_is_found_without_looking_at_what_is_not_due() {
    assertThat(
            reads.<String>with(
                handle ->
                    handle
                        .createQuery("EXPLAIN QUERY PLAN " + Tasks.NEXT_FREE)
                        .map((row, _) -> row.getString("detail"))
                        .first()))
        .contains("tasks_free");
  }
}
