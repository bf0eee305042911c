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

/// Tests that the crash check reports every kind of problem.
class CrashCheckTest {
  private static final Instant AT = Instant.parse("2025-11-21T10:00:00Z");

  @Test
  void accepts_one_payment_completed_once() {
    assertThat(
            CrashCheck.instructions(
                List.of(
                    instruction("s", "s:1", "create", "PK1", 201),
                    instruction("s", "s:1", "create", "PK1", 201),
                    instruction("s", "s:9", "complete", "PK1", 202),
                    instruction("s", "s:11", "cancel", "PK1", 400))))
        .isEmpty();
  }

  @Test
  void reports_two_payments_for_one_session() {
    assertThat(
            CrashCheck.instructions(
                List.of(
                    instruction("s", "s:1", "create", "PK1", 201),
                    instruction("s", "s:2", "create", "PK2", 201))))
        .singleElement()
        .asString()
        .contains("several Payments");
  }

  @Test
  void reports_a_payment_completed_twice() {
    assertThat(
            CrashCheck.instructions(
                List.of(
                    instruction("s", "s:1", "complete", "PK1", 202),
                    instruction("s", "s:2", "complete", "PK1", 202))))
        .singleElement()
        .asString()
        .contains("completed more than once");
  }

  @Test
  void reports_a_payment_completed_and_cancelled() {
    assertThat(
            CrashCheck.instructions(
                List.of(
                    instruction("s", "s:1", "complete", "PK1", 202),
                    instruction("s", "s:2", "cancel", "PK1", 202))))
        .singleElement()
        .asString()
        .contains("completed and cancelled");
  }

  @Test
  void reports_an_idempotency_key_used_for_two_requests() {
    assertThat(
            CrashCheck.instructions(
                List.of(
                    instruction("s", "s:1", "security-code", "PK1", 202),
                    instruction("s", "s:1", "expiration-date", "PK1", 202))))
        .singleElement()
        .asString()
        .contains("used for different requests");
  }

  @Test
  void ledger_entries_must_match_the_session_state() {
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
  void open_session_has_at_most_one_charge() {
    final SessionState state = SessionState.COMPLETING;
    assertThat(CrashCheck.moneyWhileOpen("s", state, ledger())).isEmpty();
    assertThat(CrashCheck.moneyWhileOpen("s", state, ledger(CHARGED))).isEmpty();
    assertThat(CrashCheck.moneyWhileOpen("s", state, ledger(CHARGED, CHARGED))).hasSize(1);
    assertThat(CrashCheck.moneyWhileOpen("s", state, ledger(TOKENIZED, CHARGED))).hasSize(1);
  }

  @Test
  void counts_a_ledger_difference_once() {
    final CrashReport report = new CrashReport();
    final List<String> problems = CrashCheck.money("s", SessionState.PAID, ledger());
    report.disagreements(problems);
    report.disagreements(problems);
    assertThat(report.disagreements()).isEqualTo(1);
    assertThat(report.problems()).isEqualTo(problems);
    assertThat(report.summary()).contains("ledger and session differ    1");
  }

  @Test
  void reports_repeated_missing_and_misordered_events() {
    final List<PayEvent> log = List.of(event(1, "session-started"), event(2, "payment-opened"));
    assertThat(received(1, 2).problems("x", "s", log)).isEmpty();
    assertThat(received(1, 1, 2).problems("x", "s", log)).hasSize(1);
    assertThat(received(2).problems("x", "s", log)).hasSize(1);
    assertThat(received(2, 1).problems("x", "s", log)).hasSize(1);
  }

  @Test
  void sent_callback_equals_the_logged_callback() {
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
  void ignores_callbacks_of_single_digits() {
    assertThat(
            Callback.sent(
                Map.of(
                    "DateUpdated", "2025-11-21T10:00:00.123Z",
                    "Capture", "security-code",
                    "PartialResult", "true")))
        .isEmpty();
  }

  @Test
  void state_at_kill_follows_from_the_log() {
    final List<PayEvent> log =
        List.of(
            event(1, "session-started"), event(2, "payment-opened"), event(3, "capture-requested"));
    assertThat(CrashCheck.stateAt(log, AT.minusSeconds(9))).isEqualTo("NOT STARTED");
    assertThat(CrashCheck.stateAt(log, AT.plusSeconds(1))).isEqualTo("OPENING");
    assertThat(CrashCheck.stateAt(log, AT.plusSeconds(9))).isEqualTo("CAPTURING");
  }

  private static TwilioRecord.Instruction instruction(
      String session, String key, String action, String payment, int status) {
    return new TwilioRecord.Instruction(session, key, action, payment, status, action);
  }

  private static List<LedgerEntry> ledger(LedgerEntry.Status... entries) {
    return Stream.of(entries).map(status -> new LedgerEntry(status, "id", "")).toList();
  }

  private static StreamHistory received(long... numbers) {
    final StreamHistory history = new StreamHistory();
    for (long number : numbers) {
      history.add("session/s", number, number == 1 ? "session-started" : "payment-opened");
    }
    return history;
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
