package dev.agentpay.compat;

import static dev.agentpay.compat.CompatNode.ALICE;
import static dev.agentpay.compat.CompatNode.BOB;
import static dev.agentpay.compat.CompatNode.FIRST;
import static dev.agentpay.compat.CompatNode.PAY_MAP;
import static dev.agentpay.compat.CompatNode.SECOND;
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

/// Tests which values are written to Sync for existing clients, and when.
class SyncDeliveryTest {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final SyncAnswer REFUSED = new SyncAnswer.Refused("HTTP 400");

  private final VirtualTime time = new VirtualTime();
  private final MemoryStore store = new MemoryStore(CompatNode.SCHEMA);
  private final MemorySpool spool = new MemorySpool();
  private final FakeSync sync = new FakeSync();
  private final CompatNode node =
      new CompatNode(
          new CompatNode.Storage(store, store, store, spool), time, time.new Node(), "node", sync);

  @BeforeEach
  void lease_a_service_to_both_agents() {
    node.leaseService(ALICE, A_DAY);
    node.leaseService(BOB, A_DAY);
  }

  /// Starts a payment that has had no status callback yet.
  private PaySession payment() {
    return node.startPayment(ALICE, CompatNode.call(1), Optional.of(PAY_MAP));
  }

  private List<Task> rows() {
    return store.tasks().stream().filter(task -> task.queue().startsWith("sync/")).toList();
  }

  @Test
  void writes_a_masked_callback_under_its_payment() {
    final PaySession payment = payment();
    node.receivesCallback(payment, "created", "ExpirationDate", "1230");
    node.runFor(SOON);

    assertThat(sync.written()).hasSize(1);
    final FakeSync.Written written = sync.written().getFirst();
    assertThat(written.target())
        .isEqualTo(
            new SyncTarget.MapItem(FIRST, PAY_MAP, CompatNode.payment(CompatNode.call(1)).value()));
    assertThat(written.data())
        .containsEntry("CallSid", CompatNode.call(1).value())
        .containsEntry("Text", "created")
        .containsEntry("ExpirationDate", "xxxx");
    assertThat(rows()).isEmpty();
    assertThat(node.mirror.written()).isEqualTo(1);
  }

  @Test
  void appends_the_row_with_the_event() {
    final PaySession payment = payment();
    final long appends = store.appends();
    node.receivesCallback(payment, "created");

    assertThat(store.appends() - appends).isEqualTo(1);
    assertThat(rows())
        .extracting(Task::queue)
        .singleElement()
        .asString()
        .startsWith("sync/alice/" + PAY_MAP + "/PK");
    assertThat(sync.attempts()).as("writes before the callback is acknowledged").isZero();
  }

  @Test
  void adds_no_row_without_the_event() {
    final PaySession payment = payment();
    store.unavailable(true);
    node.receivesCallback(payment, "created");
    store.isBack();

    assertThat(rows()).isEmpty();
  }

  @Test
  void writes_spooled_callbacks_once_the_store_is_back() {
    final PaySession payment = payment();
    store.unavailable(true);
    node.receivesCallback(payment, "created");
    node.runFor(SOON);
    node.receivesCallback(payment, "card");
    node.runFor(SOON);
    assertThat(sync.written()).isEmpty();
    store.isBack();
    node.runFor(SOON);

    assertThat(sync.texts()).containsExactly("created", "card");
  }

  @Test
  void writes_values_of_an_item_in_order() {
    final PaySession first = payment();
    final PaySession second = node.startPayment(ALICE, CompatNode.call(2), Optional.of(PAY_MAP));
    sync.answerNextWith(new SyncAnswer.Retry(Optional.empty(), "slow"));
    for (int i = 0; i < 4; i++) {
      node.receivesCallback(first, "first " + i);
      node.receivesCallback(second, "second " + i);
      node.runFor(Duration.ofMillis(100));
    }
    assertThat(sync.texts()).as("values of the other item").contains("second 0");
    node.runFor(A_MINUTE);

    assertThat(sync.texts().stream().filter(text -> text.startsWith("first")))
        .containsExactly("first 0", "first 1", "first 2", "first 3");
    assertThat(sync.texts().stream().filter(text -> text.startsWith("second")))
        .containsExactly("second 0", "second 1", "second 2", "second 3");
  }

  @Test
  void retries_without_delaying_other_clients() {
    final PaySession alices = payment();
    final PaySession bobs = node.startPayment(BOB, CompatNode.call(2), Optional.of(PAY_MAP));
    sync.goDownFor(FIRST);
    node.receivesCallback(alices, "a1");
    node.receivesCallback(alices, "a2");
    node.receivesCallback(bobs, "b1");
    node.receivesCallback(bobs, "b2");
    node.runFor(A_MINUTE);
    assertThat(sync.texts()).containsExactly("b1", "b2");
    assertThat(node.mirror.waiting()).isEqualTo(1);
    sync.comeBack();
    node.runFor(A_MINUTE);

    assertThat(sync.texts()).containsExactly("b1", "b2", "a1", "a2");
    assertThat(node.mirror.lost()).isZero();
    assertThat(node.mirror.waiting()).isZero();
  }

  @Test
  void retries_at_least_every_half_minute() {
    sync.goDown();
    node.receivesCallback(payment(), "created");
    node.runFor(Duration.ofHours(2));
    sync.comeBack();
    node.runFor(Duration.ofSeconds(31));

    assertThat(sync.texts()).containsExactly("created");
  }

  @Test
  void respects_a_requested_longer_pause() {
    sync.answerNextWith(new SyncAnswer.Retry(Optional.of(Duration.ofSeconds(50)), "too many"));
    node.receivesCallback(payment(), "created");
    node.runFor(Duration.ofSeconds(50));
    assertThat(sync.attempts()).isEqualTo(1);
    node.runFor(SOON);

    assertThat(sync.texts()).containsExactly("created");
  }

  @Test
  void counts_refused_values_and_continues() {
    final PaySession payment = payment();
    sync.answerNextWith(REFUSED);
    node.receivesCallback(payment, "created");
    node.receivesCallback(payment, "card");
    node.runFor(SOON);

    assertThat(sync.texts()).containsExactly("card");
    assertThat(node.mirror.lost()).isEqualTo(1);
    assertThat(rows()).isEmpty();
  }

  @Test
  void gives_up_a_value_after_half_a_day() {
    sync.goDown();
    node.receivesCallback(payment(), "created");
    node.runFor(SyncRest.TTL.minus(A_MINUTE));
    assertThat(node.mirror.lost()).isZero();
    assertThat(rows()).hasSize(1);
    node.runFor(A_MINUTE.plus(A_MINUTE));

    assertThat(node.mirror.lost()).isEqualTo(1);
    assertThat(node.mirror.waiting()).isZero();
    assertThat(rows()).isEmpty();
  }

  @Test
  void adds_no_row_without_an_existing_client() {
    final PaySession payment = node.startPayment(ALICE, CompatNode.call(1), Optional.empty());
    node.receivesCallback(payment, "created");

    assertThat(rows()).isEmpty();
  }

  @Test
  void removes_the_row_once_the_lease_has_ended() {
    final PaySession payment = payment();
    sync.goDown();
    node.receivesCallback(payment, "created");
    node.runFor(Duration.ofHours(1));
    assertThat(rows()).hasSize(1);
    time.runUntil(time.now().plus(A_DAY));
    node.receivesCallback(payment, "late");
    node.runFor(SOON);

    assertThat(rows()).isEmpty();
    assertThat(node.mirror.waiting()).isZero();
  }

  @Test
  void skips_agents_without_a_service() {
    final PaySession payment =
        node.startPayment(new AgentId("carol"), CompatNode.call(3), Optional.of("x"));
    node.receivesCallback(payment, "created");
    node.runFor(SOON);

    assertThat(rows()).isEmpty();
    assertThat(sync.attempts()).isZero();
    assertThat(node.mirror.lost()).isZero();
  }

  @Test
  void writes_a_document_in_the_demos_format() {
    final PaySession payment = node.startPayment(ALICE, CompatNode.call(1), Optional.of("demo"));
    node.receivesCallback(payment, "created");
    node.receivesCallback(payment, "card", "PaymentCardNumber", "xxxxxxxxxxxx4242");
    node.runFor(SOON);

    assertThat(sync.written())
        .containsExactly(
            new FakeSync.Written(
                new SyncTarget.Document(FIRST, "demo"), Map.of("cardNumber", "xxxxxxxxxxxx4242")));
    assertThat(rows()).isEmpty();
  }

  @Test
  void writes_digits_to_the_map_without_a_row() {
    final PaySession payment = payment();
    final long appends = store.appends();
    node.receivesDigits(payment, "x");
    node.receivesDigits(payment, "xx");
    assertThat(rows()).isEmpty();
    assertThat(store.appends()).isEqualTo(appends);
    node.runFor(SOON);

    assertThat(sync.texts()).containsExactly("~xx");
  }

  @Test
  void writes_no_digits_to_a_document() {
    node.receivesDigits(node.startPayment(ALICE, CompatNode.call(1), Optional.of("demo")), "x");
    node.receivesDigits(node.startPayment(ALICE, CompatNode.call(2), Optional.empty()), "x");
    node.runFor(SOON);

    assertThat(sync.attempts()).isZero();
  }

  @Test
  void ignores_digits_after_the_field_is_complete() {
    final PaySession payment = payment();
    final Form late =
        node.callback(
            payment,
            "~xxxx",
            "Capture",
            "payment-card-number",
            "PaymentCardNumber",
            "xxxx",
            "PartialResult",
            "true");
    node.receivesCallback(
        payment,
        "card",
        "Capture",
        "payment-card-number",
        "PaymentCardNumber",
        "xxxxxxxxxxxx4242",
        "Required",
        "expiration-date security-code");
    node.runFor(SOON);
    node.receives(payment, late);
    node.runFor(SOON);

    assertThat(sync.texts()).containsExactly("card");
  }

  @Test
  void writes_a_repeated_callback_once() {
    final PaySession payment = payment();
    final Form callback = node.callback(payment, "created");
    node.receives(payment, callback);
    node.receives(payment, callback);
    node.runFor(SOON);
    node.receives(payment, callback);
    node.runFor(SOON);

    assertThat(sync.texts()).containsExactly("created");
  }

  @Test
  void writes_only_status_callbacks() {
    node.cancel(payment());

    assertThat(rows()).isEmpty();
  }

  @Test
  void writes_a_claimed_or_assigned_call_under_its_uui() {
    node.customerCalled(CompatNode.call(1), "c7");
    assertThat(rows()).isEmpty();
    node.claim(ALICE, "c7");
    node.runFor(SOON);
    node.assign(CompatNode.call(1), BOB);
    node.runFor(SOON);

    final Map<String, String> data = Map.of("uui", "c7", "pstnSid", CompatNode.call(1).value());
    assertThat(sync.written())
        .containsExactly(
            new FakeSync.Written(new SyncTarget.MapItem(FIRST, "uuiMap", "c7"), data),
            new FakeSync.Written(new SyncTarget.MapItem(SECOND, "uuiMap", "c7"), data));
  }

  @Test
  void adds_a_call_anew_when_it_comes_back() {
    node.customerCalled(CompatNode.call(1), "c7");
    node.claim(ALICE, "c7");
    node.runFor(SOON);
    sync.goDownFor(FIRST);
    node.assign(CompatNode.call(1), BOB);
    node.runFor(SOON);
    node.assign(CompatNode.call(1), ALICE);
    sync.comeBack();
    node.runFor(A_MINUTE);

    assertThat(sync.items().keySet())
        .containsExactly(new SyncTarget.MapItem(FIRST, "uuiMap", "c7"));
    assertThat(sync.written())
        .extracting(written -> written.target().service())
        .containsExactly(FIRST, SECOND, FIRST);
    assertThat(rows()).isEmpty();
  }

  @Test
  void keeps_another_call_with_the_same_uui() {
    node.customerCalled(CompatNode.call(1), "c7");
    node.claim(ALICE, "c7");
    node.customerCalled(CompatNode.call(2), "c7");
    node.assign(CompatNode.call(2), ALICE);
    node.assign(CompatNode.call(1), BOB);
    node.runFor(SOON);

    assertThat(sync.items())
        .containsEntry(
            new SyncTarget.MapItem(FIRST, "uuiMap", "c7"),
            Map.of("uui", "c7", "pstnSid", CompatNode.call(2).value()));
  }

  @Test
  void writes_a_call_that_arrives_after_its_claim() {
    node.claim(ALICE, "c7");
    node.customerCalled(CompatNode.call(1), "c7");
    node.runFor(SOON);

    assertThat(sync.written())
        .extracting(FakeSync.Written::target)
        .containsExactly(new SyncTarget.MapItem(FIRST, "uuiMap", "c7"));
  }

  @Test
  void skips_names_that_sync_does_not_allow() {
    node.customerCalled(CompatNode.call(1), "..");
    node.claim(ALICE, "..");
    node.customerCalled(CompatNode.call(2), "c8");
    node.claim(ALICE, "c8");
    node.runFor(SOON);

    assertThat(sync.written())
        .extracting(FakeSync.Written::target)
        .containsExactly(new SyncTarget.MapItem(FIRST, "uuiMap", "c8"));
    assertThat(rows()).isEmpty();
  }
}
