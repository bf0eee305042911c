package dev.agentpay.proofs.crash;

import static dev.agentpay.payments.proof.LedgerEntry.Status.CHARGED;
import static dev.agentpay.payments.proof.LedgerEntry.Status.REFUSED;
import static dev.agentpay.payments.proof.LedgerEntry.Status.TOKENIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.payments.proof.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The crash proof's eyes: each thing that must not be is noticed.
class CrashCheckTest {
  private static final Instant AT = Instant.parse("2025-11-21T10:00:00Z");

  @Test
  void one_payment_completed_once_is_right() {
    assertThat(
            CrashCheck.instructions(
                List.of(
                    instructed("s", "s:1", "create", "PK1", 201),
                    instructed("s", "s:1", "create", "PK1", 201),
                    instructed("s", "s:9", "complete", "PK1", 202),
                    instructed("s", "s:11", "cancel", "PK1", 400))))
        .isEmpty();
  }

  @Test
  void two_payments_for_one_session_are_noticed() {
    assertThat(
            CrashCheck.instructions(
                List.of(
                    instructed("s", "s:1", "create", "PK1", 201),
                    instructed("s", "s:2", "create", "PK2", 201))))
        .singleElement()
        .asString()
        .contains("Payments");
  }

  @Test
  void money_that_is_moved_twice_is_noticed() {
    assertThat(
            CrashCheck.instructions(
                List.of(
                    instructed("s", "s:1", "complete", "PK1", 202),
                    instructed("s", "s:2", "complete", "PK1", 202))))
        .singleElement()
        .asString()
        .contains("completed by");
  }

  @Test
  void money_that_is_moved_and_cancelled_is_noticed() {
    assertThat(
            CrashCheck.instructions(
                List.of(
                    instructed("s", "s:1", "complete", "PK1", 202),
                    instructed("s", "s:2", "cancel", "PK1", 202))))
        .singleElement()
        .asString()
        .contains("completed and cancelled");
  }

  @Test
  void a_key_that_stands_for_two_things_is_noticed() {
    assertThat(
            CrashCheck.instructions(
                List.of(
                    instructed("s", "s:1", "security-code", "PK1", 202),
                    instructed("s", "s:1", "expiration-date", "PK1", 202))))
        .singleElement()
        .asString()
        .contains("stands for");
  }

  @Test
  void money_and_its_session_go_together() {
    assertThat(CrashCheck.money("s", SessionState.PAID, ledger(CHARGED))).isEmpty();
    assertThat(CrashCheck.money("s", SessionState.PAID, ledger(REFUSED, CHARGED))).isEmpty();
    assertThat(CrashCheck.money("s", SessionState.TOKENIZED, ledger(TOKENIZED))).isEmpty();
    assertThat(CrashCheck.money("s", SessionState.UNCONFIRMED, ledger())).isEmpty();
    assertThat(CrashCheck.money("s", SessionState.DECLINED, ledger(REFUSED))).isEmpty();
    assertThat(CrashCheck.money("s", SessionState.PAID, ledger(CHARGED, CHARGED))).hasSize(1);
    assertThat(CrashCheck.money("s", SessionState.PAID, ledger())).hasSize(1);
    assertThat(CrashCheck.money("s", SessionState.CANCELLED, ledger(CHARGED))).hasSize(1);
    assertThat(CrashCheck.money("s", SessionState.DECLINED, ledger(CHARGED))).hasSize(1);
    assertThat(CrashCheck.money("s", SessionState.UNCONFIRMED, ledger(CHARGED))).hasSize(1);
  }

  @Test
  void while_a_session_runs_it_may_have_one_charge_and_never_two() {
    final SessionState state = SessionState.COMPLETING;
    assertThat(CrashCheck.moneyMeanwhile("s", state, ledger())).isEmpty();
    assertThat(CrashCheck.moneyMeanwhile("s", state, ledger(CHARGED))).isEmpty();
    assertThat(CrashCheck.moneyMeanwhile("s", state, ledger(CHARGED, CHARGED))).hasSize(1);
    assertThat(CrashCheck.moneyMeanwhile("s", state, ledger(TOKENIZED, CHARGED))).hasSize(1);
  }

  @Test
  void what_the_ledger_says_otherwise_is_wrong_and_counted_once() {
    final CrashReport report = new CrashReport();
    final List<String> problems = CrashCheck.money("s", SessionState.PAID, ledger());
    report.disagreements(problems);
    report.disagreements(problems);
    assertThat(report.disagreements()).isEqualTo(1);
    assertThat(report.wrong()).isEqualTo(problems);
    assertThat(report.summary()).contains("ledger and session disagree  1");
  }

  @Test
  void an_event_that_is_told_twice_left_out_or_out_of_order_is_noticed() {
    final List<PayEvent> log = List.of(event(1, "session-started"), event(2, "payment-opened"));
    assertThat(told(1, 2).problems("x", "s", log)).isEmpty();
    assertThat(told(1, 1, 2).problems("x", "s", log)).hasSize(1);
    assertThat(told(2).problems("x", "s", log)).hasSize(1);
    assertThat(told(2, 1).problems("x", "s", log)).hasSize(1);
  }

  @Test
  void a_callback_as_sent_is_found_as_it_was_logged() {
    final Map<String, String> sent =
        Map.of(
            "DateUpdated", "2025-11-21T10:00:00.123Z",
            "Capture", "expiration-date",
            "Required", "expiration-date,security-code",
            "PartialResult", "false");
    final PayEvent logged =
        status(
            Map.of(
                "updatedAt", "2025-11-21T10:00:00.123Z",
                "capture", "expiration-date",
                "required", List.of("expiration-date", "security-code")));
    assertThat(Callback.logged(logged)).isEqualTo(Callback.sent(sent)).isPresent();
    assertThat(Callback.logged(status(Map.of("updatedAt", "2025-11-21T10:00:00.124Z"))))
        .isNotEqualTo(Callback.sent(sent));
  }

  @Test
  void digits_are_no_lasting_callbacks() {
    assertThat(
            Callback.sent(
                Map.of(
                    "DateUpdated", "2025-11-21T10:00:00.123Z",
                    "Capture", "security-code",
                    "PartialResult", "true")))
        .isEmpty();
  }

  @Test
  void the_state_at_the_kill_is_the_one_of_the_last_event_before_it() {
    final List<PayEvent> log =
        List.of(
            event(1, "session-started"), event(2, "payment-opened"), event(3, "capture-requested"));
    assertThat(CrashCheck.stateAt(log, AT.minusSeconds(9))).isEqualTo("NOT STARTED");
    assertThat(CrashCheck.stateAt(log, AT.plusSeconds(1))).isEqualTo("OPENING");
    assertThat(CrashCheck.stateAt(log, AT.plusSeconds(9))).isEqualTo("CAPTURING");
  }

  private static TwilioRecord.Instructed instructed(
      String session, String key, String what, String payment, int status) {
    return new TwilioRecord.Instructed(session, key, what, payment, status, what);
  }

  private static List<LedgerEntry> ledger(LedgerEntry.Status... entries) {
    return Stream.of(entries).map(status -> new LedgerEntry(status, "id", "")).toList();
  }

  private static StreamHistory told(long... numbers) {
    final StreamHistory heard = new StreamHistory();
    for (long number : numbers) {
      heard.event("session/s", number, number == 1 ? "session-started" : "payment-opened");
    }
    return heard;
  }

  private static PayEvent event(long number, String type) {
    return event(number, type, Map.of());
  }

  private static PayEvent status(Map<String, Object> status) {
    return event(1, "status-received", Map.of("status", status));
  }

  private static PayEvent event(long number, String type, Map<String, Object> details) {
    return new PayEvent(
        "session/s",
        number,
        type,
        AT.plusSeconds(number),
        new PayEvent.Actor("twilio", "twilio"),
        "",
        "",
        details,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
