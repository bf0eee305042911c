package dev.agentpay.server.lists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.Append;
import dev.agentpay.events.Outbox;
import dev.agentpay.events.Task;
import dev.agentpay.payments.SessionDeadline;
import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.Page;
import dev.agentpay.server.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Lists are read page by page with cursors.
class ListPagesTest {
  private static final String SESSIONS = "/api/pay-sessions";
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static final String BASE64URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  @AutoClose private final World world = new World();
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final History history = new History(world.store.eventStore());
  private final Page alice = world.as("alice");
  private final Page sue = world.as("sue");

  /// Reads a list to its end.
  ///
  /// @param filters `&name=value` for each
  /// @param between runs after each page
  private static List<String> read(
      Page page, String path, String filters, String list, String id, int limit, Runnable between) {
    final List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      final HttpAnswer answer = page.get(path + "?limit=" + limit + filters + cursor);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.json().path(list).size()).isLessThanOrEqualTo(limit);
      answer.json().path(list).forEach(item -> found.add(item.path(id).asString()));
      cursor = answer.at("next").isEmpty() ? "" : "&cursor=" + answer.at("next");
      between.run();
    } while (!cursor.isEmpty());
    return found;
  }

  private List<String> sessions(Page page, String filters, int limit) {
    return read(page, SESSIONS, filters, "paySessions", "id", limit, () -> {});
  }

  private void addSome() {
    history.add(
        random.nextBoolean() ? "alice" : "bob",
        random.nextBoolean() ? "" : "A-1",
        "1.00",
        NOON.plusSeconds(random.nextInt(6)),
        1 + random.nextInt(3));
  }

  @Test
  void pages_of_any_size_equal_the_list_while_sessions_are_added() {
    for (int i = 0; i < 15; i++) {
      addSome();
    }
    for (String filters :
        List.of(
            "", "&reference=A-1", "&state=failed,paid", "&from=%s&to=%s".formatted(at(1), at(5)))) {
      for (Page page : List.of(alice, sue)) {
        final List<String> whole = sessions(page, filters, 500);
        final List<String> paged =
            read(
                page, SESSIONS, filters, "paySessions", "id", 1 + random.nextInt(7), this::addSome);
        assertThat(paged).as("seed %s, %s", seed, filters).doesNotHaveDuplicates();
        paged.retainAll(whole);
        assertThat(paged).as("seed %s, %s", seed, filters).isEqualTo(whole).isNotEmpty();
      }
    }
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  @Test
  void to_excludes_its_own_instant() {
    final String first = history.add("alice", "", "1.00", at(1));
    final String second = history.add("alice", "", "1.00", at(2));
    history.add("alice", "", "1.00", at(3));
    assertThat(sessions(alice, "&to=" + at(3), 500)).containsExactly(second, first);
    assertThat(sessions(alice, "&from=%s&to=%s".formatted(at(2), at(3)), 500))
        .containsExactly(second);
    assertThat(alice.get(SESSIONS + "?to=noon").errorFields()).containsExactly("to");
  }

  @Test
  void agents_page_through_their_own_sessions_only() {
    final List<String> alices = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      alices.addFirst(history.add("alice", "", "1.00", at(i)));
      history.add("bob", "", "1.00", at(i));
    }
    assertThat(sessions(alice, "", 2)).isEqualTo(alices);
    assertThat(sessions(sue, "&agent=alice", 2)).isEqualTo(alices);
    assertThat(sessions(sue, "", 3)).hasSize(10);
  }

  private String cursor(Page page, String filters) {
    return page.get(SESSIONS + "?limit=1" + filters).at("next");
  }

  private void refused(Page page, String path, String says) {
    final HttpAnswer refused = page.get(path);
    assertThat(refused.problem()).as(path).isEqualTo("invalid");
    assertThat(refused.errorFields()).as(path).containsExactly("cursor");
    assertThat(refused.at("detail")).as(path).startsWith("cursor: ").contains(says);
  }

  @Test
  void a_damaged_cursor_is_refused() {
    // A time whose cursor has a last character with unused bits.
    history.add("alice", "", "1.00", NOON.plusMillis(100), 3);
    final String before = world.position();
    final String cursor = cursor(alice, "");
    for (int i = 0; i < cursor.length(); i++) {
      final char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      refused(
          alice,
          SESSIONS + "?cursor=" + cursor.substring(0, i) + other + cursor.substring(i + 1),
          "unchanged");
    }
    final String start = cursor.substring(0, cursor.length() - 1);
    for (String last : BASE64URL.split("", -1)) {
      if (!last.isEmpty() && !cursor.equals(start + last)) {
        refused(alice, SESSIONS + "?cursor=" + start + last, "unchanged");
      }
    }
    for (String damaged :
        List.of("", "x", "%20", "a=b", cursor + "A", cursor.substring(1), cursor + "%3D", "9")) {
      refused(alice, SESSIONS + "?cursor=" + damaged, "unchanged");
    }
    refused(alice, SESSIONS + "?cursor=" + "A".repeat(257), "at most 256 characters");
    assertThat(world.position()).isEqualTo(before);
    assertThat(alice.get(SESSIONS + "?cursor=" + cursor).status()).isEqualTo(200);
  }

  @Test
  void a_cursor_belongs_to_its_filters_and_its_user() {
    history.add("alice", "A-1", "1.00", NOON, 3);
    history.add("bob", "A-1", "1.00", NOON, 3);
    final String cursor = cursor(sue, "&agent=alice");
    for (String filters :
        List.of("", "agent=bob&", "agent=alice&reference=A-1&", "agent=alice&from=" + NOON + "&")) {
      refused(sue, SESSIONS + "?" + filters + "cursor=" + cursor, "other filters");
    }
    refused(alice, SESSIONS + "?cursor=" + cursor(sue, ""), "other filters");
    refused(alice, SESSIONS + "?cursor=" + cursor(world.as("bob"), ""), "other filters");
    refused(sue, "/api/calls?cursor=" + cursor(sue, ""), "other filters");
    final String path = SESSIONS + "?agent=alice&limit=500&cursor=" + cursor;
    assertThat(sue.get(path).json().path("paySessions")).hasSize(2);
  }

  private Page pinned(String pins) {
    final String secret = sue.post("/api/service-keys", "{\"name\":\"crm\"}").at("secret");
    final String body = "{\"agent\":\"alice\"," + pins + "}";
    return as(as(secret).post("/api/tokens", body).at("token"));
  }

  private Page as(String token) {
    return new Page(world.server.baseUri(), Optional.of(token));
  }

  @Test
  void a_pinned_token_finds_its_sessions_behind_many_others() {
    final String oldest = history.add("alice", "A-1", "42.50", at(0));
    final String older = history.add("alice", "A-1", "42.50", at(1));
    for (int i = 0; i < 5; i++) {
      history.add("alice", "B-1", "1.00", at(2), 500);
    }
    final String newest = history.add("alice", "A-1", "42.50", at(3));

    final Page byReference = pinned("\"reference\":\"A-1\"");
    assertThat(byReference.get(SESSIONS).json().path("paySessions")).hasSize(3);
    assertThat(sessions(byReference, "", 1)).containsExactly(newest, older, oldest);
    assertThat(sessions(byReference, "&reference=B-1", 1)).isEmpty();

    // The store has no index for amounts. One request reads a part of the history.
    final Page byAmount = pinned("\"amount\":\"42.50\"");
    final HttpAnswer first = byAmount.get(SESSIONS);
    assertThat(first.json().path("paySessions")).hasSize(1);
    assertThat(first.at("next")).isNotEmpty();
    assertThat(sessions(byAmount, "", 1)).containsExactly(newest, older, oldest);
    refused(byAmount, SESSIONS + "?cursor=" + cursor(alice, ""), "other filters");
  }

  @Test
  void a_token_that_is_pinned_to_a_call_finds_its_sessions_behind_many_others() {
    final String call = world.callOf("alice");
    final HttpAnswer started = alice.post(SESSIONS, "{\"call\":{\"sid\":\"%s\"}}".formatted(call));
    for (int i = 0; i < 5; i++) {
      history.add("alice", "B-1", "1.00", Instant.now().plusSeconds(60), 500);
    }
    final HttpAnswer list = pinned("\"callSid\":\"" + call + "\"").get(SESSIONS);
    assertThat(list.at("paySessions.0.id")).isEqualTo(started.at("id"));
    assertThat(list.at("next")).isEmpty();
  }

  @Test
  void calls_have_pages() {
    final List<String> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.addFirst(world.callOf(i % 2 == 0 ? "alice" : "bob"));
    }
    assertThat(read(sue, "/api/calls", "", "calls", "sid", 2, () -> {})).isEqualTo(calls);
    assertThat(read(alice, "/api/calls", "", "calls", "sid", 2, () -> {}))
        .containsExactly(calls.get(0), calls.get(2), calls.get(4));
    assertThat(sue.get("/api/calls").at("next")).isEmpty();
    assertThat(sue.get("/api/calls?unmatched=true&limit=1").text()).isEqualTo("{\"calls\":[]}");
    assertThat(sue.get("/api/calls?limit=501").errorFields()).containsExactly("limit");
  }

  @Test
  void events_of_a_session_have_pages() {
    final String path = SESSIONS + "/" + history.add("alice", "", "1.00", NOON) + "/events";
    assertThat(read(alice, path, "", "events", "type", 1, () -> {}))
        .containsExactly("session-started", "session-failed");
    assertThat(alice.get(path).at("next")).isEmpty();
    assertThat(alice.get(path + "?limit=0").errorFields()).containsExactly("limit");
  }

  @Test
  void service_keys_have_pages() {
    final List<String> keys = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      keys.addFirst(sue.post("/api/service-keys", "{\"name\":\"crm\"}").at("id"));
    }
    assertThat(read(sue, "/api/service-keys", "", "serviceKeys", "id", 2, () -> {}))
        .isEqualTo(keys);
  }

  @Test
  void dead_letters_have_pages() {
    final List<String> letters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      letters.addFirst(putAside("session/ps_" + i));
    }
    assertThat(
            read(
                sue,
                "/api/dead-letters",
                "",
                "deadLetters",
                "id",
                2,
                () -> putAside("session/ps_new" + random.nextInt())))
        .isEqualTo(letters);
  }

  /// @return the id of the dead letter
  private String putAside(String queue) {
    final Instant now = Instant.now();
    final Task deadline = Task.deadline(queue, new SessionDeadline(), now.minusSeconds(60));
    world.store.eventStore().append(Append.of(List.of(), List.of(deadline), Set.of()));
    final Outbox outbox = world.store.outbox();
    outbox.putAside(outbox.leaseDue("test", now, now.plusSeconds(20)).getFirst(), "at a.b.C", now);
    return sue.get("/api/dead-letters?limit=1").at("deadLetters.0.id");
  }
}
