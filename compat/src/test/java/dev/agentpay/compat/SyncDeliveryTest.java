package dev.agentpay.compat;

import static dev.agentpay.compat.SyncDesk.ALICE;
import static dev.agentpay.compat.SyncDesk.BOB;
import static dev.agentpay.compat.SyncDesk.FIRST;
import static dev.agentpay.compat.SyncDesk.PAY_MAP;
import static dev.agentpay.compat.SyncDesk.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.MemorySpool;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Task;
import dev.agentpay.events.VirtualTime;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.twilio.sync.SyncAnswer;
import dev.agentpay.twilio.sync.SyncRest;
import dev.agentpay.twilio.sync.SyncTarget;
import dev.agentpay.twilio.webhook.Form;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What existing clients find in Sync, and when.
class SyncDeliveryTest {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final SyncAnswer REFUSED = new SyncAnswer.Refused("HTTP 400");

  private final VirtualTime time = new VirtualTime();
  private final MemoryStore store = new MemoryStore(SyncDesk.SCHEMA);
  private final MemorySpool spool = new MemorySpool();
  private final FakeSync sync = new FakeSync();
  private final SyncDesk desk =
      new SyncDesk(
          new SyncDesk.Storage(store, store, store, spool), time, time.new Node(), "node", sync);

  @BeforeEach
  void both_agents_have_a_service() {
    desk.signsIn(ALICE, A_DAY);
    desk.signsIn(BOB, A_DAY);
  }

  /// A payment of which nothing was told yet.
  private PaySession payment() {
    return desk.starts(ALICE, SyncDesk.call(1), Optional.of(PAY_MAP));
  }

  private List<Task> rows() {
    return store.tasks().stream().filter(task -> task.queue().startsWith("sync/")).toList();
  }

  @Test
  void a_callback_is_found_under_its_payment_as_twilio_told_it() {
    final PaySession payment = payment();
    desk.tells(payment, "created", "ExpirationDate", "1230");
    desk.passes(SOON);

    assertThat(sync.written()).hasSize(1);
    final FakeSync.Written written = sync.written().getFirst();
    assertThat(written.target())
        .isEqualTo(
            new SyncTarget.MapItem(FIRST, PAY_MAP, SyncDesk.payment(SyncDesk.call(1)).value()));
    assertThat(written.data())
        .containsEntry("CallSid", SyncDesk.call(1).value())
        .containsEntry("Text", "created")
        .containsEntry("ExpirationDate", "xxxx");
    assertThat(rows()).isEmpty();
    assertThat(desk.mirror.written()).isEqualTo(1);
  }

  @Test
  void the_row_is_written_with_the_event() {
    final PaySession payment = payment();
    final long appends = store.appends();
    desk.tells(payment, "created");

    assertThat(store.appends() - appends).isEqualTo(1);
    assertThat(rows())
        .extracting(Task::queue)
        .singleElement()
        .asString()
        .startsWith("sync/alice/" + PAY_MAP + "/PK");
    assertThat(sync.attempts()).as("the callback does not wait for Sync").isZero();
  }

  @Test
  void without_the_event_there_is_no_row() {
    final PaySession payment = payment();
    store.unavailable(true);
    desk.tells(payment, "created");
    store.isBack();

    assertThat(rows()).isEmpty();
  }

  @Test
  void a_callback_that_was_spooled_is_found_once_the_store_is_back() {
    final PaySession payment = payment();
    store.unavailable(true);
    desk.tells(payment, "created");
    desk.passes(SOON);
    desk.tells(payment, "card");
    desk.passes(SOON);
    assertThat(sync.written()).isEmpty();
    store.isBack();
    desk.passes(SOON);

    assertThat(sync.texts()).containsExactly("created", "card");
  }

  @Test
  void an_items_values_are_written_in_the_order_in_which_they_were_told() {
    final PaySession first = payment();
    final PaySession second = desk.starts(ALICE, SyncDesk.call(2), Optional.of(PAY_MAP));
    sync.answersNext(new SyncAnswer.Retry(Optional.empty(), "slow"));
    for (int i = 0; i < 4; i++) {
      desk.tells(first, "first " + i);
      desk.tells(second, "second " + i);
      desk.passes(Duration.ofMillis(100));
    }
    assertThat(sync.texts()).as("the other item does not wait").contains("second 0");
    desk.passes(A_MINUTE);

    assertThat(sync.texts().stream().filter(text -> text.startsWith("first")))
        .containsExactly("first 0", "first 1", "first 2", "first 3");
    assertThat(sync.texts().stream().filter(text -> text.startsWith("second")))
        .containsExactly("second 0", "second 1", "second 2", "second 3");
  }

  @Test
  void what_sync_does_not_take_is_written_later_and_only_its_client_waits() {
    final PaySession alices = payment();
    final PaySession bobs = desk.starts(BOB, SyncDesk.call(2), Optional.of(PAY_MAP));
    sync.isDownFor(FIRST);
    desk.tells(alices, "a1");
    desk.tells(alices, "a2");
    desk.tells(bobs, "b1");
    desk.tells(bobs, "b2");
    desk.passes(A_MINUTE);
    assertThat(sync.texts()).containsExactly("b1", "b2");
    assertThat(desk.mirror.waiting()).isEqualTo(1);
    sync.isUp();
    desk.passes(A_MINUTE);

    assertThat(sync.texts()).containsExactly("b1", "b2", "a1", "a2");
    assertThat(desk.mirror.lost()).isZero();
    assertThat(desk.mirror.waiting()).isZero();
  }

  @Test
  void an_attempt_is_made_at_least_every_half_minute() {
    sync.isDown();
    desk.tells(payment(), "created");
    desk.passes(Duration.ofHours(2));
    sync.isUp();
    desk.passes(Duration.ofSeconds(31));

    assertThat(sync.texts()).containsExactly("created");
  }

  @Test
  void a_wish_for_a_longer_pause_is_heeded() {
    sync.answersNext(new SyncAnswer.Retry(Optional.of(Duration.ofSeconds(50)), "too many"));
    desk.tells(payment(), "created");
    desk.passes(Duration.ofSeconds(50));
    assertThat(sync.attempts()).isEqualTo(1);
    desk.passes(SOON);

    assertThat(sync.texts()).containsExactly("created");
  }

  @Test
  void what_sync_refuses_is_counted_and_keeps_nothing_waiting() {
    final PaySession payment = payment();
    sync.answersNext(REFUSED);
    desk.tells(payment, "created");
    desk.tells(payment, "card");
    desk.passes(SOON);

    assertThat(sync.texts()).containsExactly("card");
    assertThat(desk.mirror.lost()).isEqualTo(1);
    assertThat(rows()).isEmpty();
  }

  @Test
  void a_value_is_given_up_after_half_a_day() {
    sync.isDown();
    desk.tells(payment(), "created");
    desk.passes(SyncRest.TTL.minus(A_MINUTE));
    assertThat(desk.mirror.lost()).isZero();
    assertThat(rows()).hasSize(1);
    desk.passes(A_MINUTE.plus(A_MINUTE));

    assertThat(desk.mirror.lost()).isEqualTo(1);
    assertThat(desk.mirror.waiting()).isZero();
    assertThat(rows()).isEmpty();
  }

  @Test
  void where_nobody_listens_there_is_no_row() {
    final PaySession payment = desk.starts(ALICE, SyncDesk.call(1), Optional.empty());
    desk.tells(payment, "created");

    assertThat(rows()).isEmpty();
  }

  @Test
  void when_no_service_is_the_agents_the_row_is_removed() {
    final PaySession payment = payment();
    sync.isDown();
    desk.tells(payment, "created");
    desk.passes(Duration.ofHours(1));
    assertThat(rows()).hasSize(1);
    time.runUntil(time.now().plus(A_DAY));
    desk.tells(payment, "late");
    desk.passes(SOON);

    assertThat(rows()).isEmpty();
    assertThat(desk.mirror.waiting()).isZero();
  }

  @Test
  void an_agent_without_a_service_keeps_nobody_waiting() {
    final PaySession payment =
        desk.starts(new AgentId("carol"), SyncDesk.call(3), Optional.of("x"));
    desk.tells(payment, "created");
    desk.passes(SOON);

    assertThat(rows()).isEmpty();
    assertThat(sync.attempts()).isZero();
    assertThat(desk.mirror.lost()).isZero();
  }

  @Test
  void a_document_shows_what_the_demo_shows() {
    final PaySession payment = desk.starts(ALICE, SyncDesk.call(1), Optional.of("demo"));
    desk.tells(payment, "created");
    desk.tells(payment, "card", "PaymentCardNumber", "xxxxxxxxxxxx4242");
    desk.passes(SOON);

    assertThat(sync.written())
        .containsExactly(
            new FakeSync.Written(
                new SyncTarget.Document(FIRST, "demo"), Map.of("cardNumber", "xxxxxxxxxxxx4242")));
    assertThat(rows()).isEmpty();
  }

  @Test
  void digits_are_shown_in_the_map_and_never_in_a_row() {
    final PaySession payment = payment();
    final long appends = store.appends();
    desk.types(payment, "x");
    desk.types(payment, "xx");
    assertThat(rows()).isEmpty();
    assertThat(store.appends()).isEqualTo(appends);
    desk.passes(SOON);

    assertThat(sync.texts()).containsExactly("~xx");
  }

  @Test
  void a_document_shows_no_digits() {
    desk.types(desk.starts(ALICE, SyncDesk.call(1), Optional.of("demo")), "x");
    desk.types(desk.starts(ALICE, SyncDesk.call(2), Optional.empty()), "x");
    desk.passes(SOON);

    assertThat(sync.attempts()).isZero();
  }

  @Test
  void digits_that_come_after_their_field_is_done_are_not_shown() {
    final PaySession payment = payment();
    final Form late =
        desk.callback(
            payment,
            "~xxxx",
            "Capture",
            "payment-card-number",
            "PaymentCardNumber",
            "xxxx",
            "PartialResult",
            "true");
    desk.tells(
        payment,
        "card",
        "Capture",
        "payment-card-number",
        "PaymentCardNumber",
        "xxxxxxxxxxxx4242",
        "Required",
        "expiration-date security-code");
    desk.passes(SOON);
    desk.arrives(payment, late);
    desk.passes(SOON);

    assertThat(sync.texts()).containsExactly("card");
  }

  @Test
  void a_repeated_callback_is_written_once() {
    final PaySession payment = payment();
    final Form callback = desk.callback(payment, "created");
    desk.arrives(payment, callback);
    desk.arrives(payment, callback);
    desk.passes(SOON);
    desk.arrives(payment, callback);
    desk.passes(SOON);

    assertThat(sync.texts()).containsExactly("created");
  }

  @Test
  void what_is_no_callback_is_not_told() {
    desk.cancels(payment());

    assertThat(rows()).isEmpty();
  }

  @Test
  void a_call_that_becomes_an_agents_is_found_under_its_uui() {
    desk.dials(SyncDesk.call(1), "c7");
    assertThat(rows()).isEmpty();
    desk.claims(ALICE, "c7");
    desk.passes(SOON);
    desk.assigns(SyncDesk.call(1), BOB);
    desk.passes(SOON);

    final Map<String, String> data = Map.of("uui", "c7", "pstnSid", SyncDesk.call(1).value());
    assertThat(sync.written())
        .containsExactly(
            new FakeSync.Written(new SyncTarget.MapItem(FIRST, "uuiMap", "c7"), data),
            new FakeSync.Written(new SyncTarget.MapItem(SECOND, "uuiMap", "c7"), data));
  }

  @Test
  void a_call_for_which_a_claim_waited_is_found_too() {
    desk.claims(ALICE, "c7");
    desk.dials(SyncDesk.call(1), "c7");
    desk.passes(SOON);

    assertThat(sync.written())
        .extracting(FakeSync.Written::target)
        .containsExactly(new SyncTarget.MapItem(FIRST, "uuiMap", "c7"));
  }

  @Test
  void a_name_that_sync_cannot_take_keeps_nothing_waiting() {
    desk.dials(SyncDesk.call(1), "..");
    desk.claims(ALICE, "..");
    desk.dials(SyncDesk.call(2), "c8");
    desk.claims(ALICE, "c8");
    desk.passes(SOON);

    assertThat(sync.written())
        .extracting(FakeSync.Written::target)
        .containsExactly(new SyncTarget.MapItem(FIRST, "uuiMap", "c8"));
    assertThat(rows()).isEmpty();
  }
}
