package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.Append;
import dev.agentpay.events.Outbox;
import dev.agentpay.events.Task;
import dev.agentpay.payments.SessionDeadline;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Supervisors inspect, retry and drop dead letters.
class DeadLetterTest {
  private static final String PATH = "/api/dead-letters";

  @AutoClose private final World world = new World();
  @AutoClose private final LogLines log = new LogLines();
  private final Page sue = world.as("sue");

  /// @return the id of the dead letter
  private String putAside(String queue) {
    final Instant now = Instant.now();
    final Task deadline = Task.deadline(queue, new SessionDeadline(), now.minusSeconds(60));
    world.store.eventStore().append(Append.of(List.of(), List.of(deadline), Set.of()));
    final Outbox outbox = world.store.outbox();
    final Task leased = outbox.leaseDue("test", now, now.plusSeconds(20)).getFirst();
    outbox.putAside(leased, "java.lang.IllegalStateException at a.b.C.d(C.java:1)", now);
    return sue.get(PATH).at("deadLetters.0.id");
  }

  @Test
  void lists_the_newest_first_with_the_total() {
    assertThat(sue.get(PATH).text()).isEqualTo("{\"deadLetters\":[],\"count\":0}");
    putAside("session/ps_1");
    final String second = putAside("session/ps_2");

    final HttpAnswer list = sue.get(PATH + "?limit=1");

    assertThat(list.at("deadLetters.0.queue")).isEqualTo("session/ps_2");
    assertThat(list.at("deadLetters.0.type")).isEqualTo("SessionDeadline");
    assertThat(list.at("deadLetters.0.reason")).startsWith("java.lang.IllegalStateException");
    assertThat(list.at("deadLetters.1.id")).isEmpty();
    assertThat(list.at("count")).isEqualTo("2");
    assertThat(sue.get(PATH + "/" + second).at("work")).isEqualTo("{}");
    assertThat(world.anyone().get("/metrics").text()).contains("agentpay_dead_letters 2.0");
  }

  @Test
  void a_retried_letter_is_a_task_again() {
    final String id = putAside("session/ps_1");
    final HttpAnswer retried = sue.post(PATH + "/" + id + "/retry", "");
    assertThat(retried.status()).as(retried.text()).isEqualTo(200);
    assertThat(retried.at("queue")).isEqualTo("session/ps_1");
    assertThat(world.store.outbox().nextDue()).isPresent();
    assertThat(sue.get(PATH).at("count")).isEqualTo("0");
    assertThat(log.lines()).anyMatch(line -> line.contains("sue retries dead letter " + id));

    final HttpAnswer again = sue.post(PATH + "/" + id + "/retry", "");
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.at("detail")).contains("retried or dropped");
  }

  @Test
  void a_dropped_letter_is_gone() {
    final String id = putAside("session/ps_1");
    assertThat(sue.post(PATH + "/" + id + "/drop", "").status()).isEqualTo(200);
    assertThat(sue.get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(world.store.outbox().nextDue()).isEmpty();
    assertThat(log.lines()).anyMatch(line -> line.contains("sue drops dead letter " + id));
  }

  @ParameterizedTest
  @CsvSource({"GET,", "GET,/1", "POST,/1/retry", "POST,/1/drop"})
  void refuses_agents(String method, String path) {
    final String id = putAside("session/ps_1");
    final String at = PATH + (path == null ? "" : path.replace("1", id));
    assertThat(world.as("alice").send(method, at, "").status()).isEqualTo(403);
    assertThat(world.anyone().send(method, at, "").status()).isEqualTo(401);
    assertThat(sue.get(PATH).at("count")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({"?limit=0,422", "?limit=501,422", "?limit=x,422", "?page=2,400", "/x,404", "/9,404"})
  void refuses_invalid_requests(String path, int status) {
    assertThat(sue.get(PATH + path).status()).isEqualTo(status);
  }
}
