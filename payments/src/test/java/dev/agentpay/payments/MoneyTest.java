package dev.agentpay.payments;

import static dev.agentpay.payments.Story.HOSTED;
import static dev.agentpay.payments.Story.OURS;
import static dev.agentpay.payments.session.Input.Attempt.LATE;
import static dev.agentpay.payments.session.Input.Attempt.ONLY;
import static dev.agentpay.payments.session.Input.Attempt.REPEATED;
import static dev.agentpay.payments.session.SessionState.*;
import static dev.agentpay.payments.session.Statuses.PAYMENT;
import static dev.agentpay.payments.session.Statuses.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.proof.LedgerEntry;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.session.Statuses;
import dev.agentpay.payments.values.PayResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests that a session ends as not paid only if something proves it.
class MoneyTest {
  private static final Duration RETRIES = Deadlines.PRODUCTION.retries();
  private static final Instruction ASK = new Instruction.AskLedger();
  private static final Answer EMPTY = new Answer.Ledger(List.of());

  private static Statuses failed() {
    return status().result(PayResult.PAYMENT_CONNECTOR_ERROR);
  }

  private static Answer ledger(LedgerEntry.Status... entries) {
    return new Answer.Ledger(
        Arrays.stream(entries).map(s -> new LedgerEntry(s, "id", "code")).toList());
  }

  private static Answer.Refused refused(int http, int code) {
    return new Answer.Refused(http, code, "said Twilio");
  }

  /// A connector without a ledger.
  @Nested
  class Hosted {
    @Test
    void a_known_decline_is_a_decline() {
      final Story story = Story.submitted().twilio(failed().connectorError("card_declined"));
      assertThat(story.state()).isEqualTo(DECLINED);
      assertThat(story.session().outcome().errorCode()).contains("card_declined");
    }

    @ParameterizedTest
    @CsvSource({"duplicate_transaction", "gateway_timeout", "processing_error", "''"})
    void any_other_connector_error_is_unconfirmed(String code) {
      final Story story = Story.submitted().twilio(failed().payError(64008).connectorError(code));
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
      assertThat(story.instructions()).as("there is no ledger").isEmpty();
      assertThat(Story.decider(HOSTED).due(story.session())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"64002", "64008", "64010", "64012"})
    void an_ambiguous_code_is_unconfirmed(int code) {
      assertThat(Story.submitted().twilio(failed().payError(code)).state()).isEqualTo(UNCONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({"64022", "64023"})
    void a_card_refused_in_test_mode_was_not_charged(int code) {
      final Story story = Story.submitted().twilio(failed().payError(code));
      assertThat(story.state()).isEqualTo(FAILED);
      assertThat(story.session().outcome().text().orElseThrow()).contains("test numbers");
      assertThat(Story.unconfirmed().twilio(failed().payError(code)).state()).isEqualTo(FAILED);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SUCCESS")
    void a_bad_result_without_proof_is_unconfirmed(PayResult result) {
      assertThat(Story.submitted().twilio(status().result(result)).state()).isEqualTo(UNCONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({
      "SUCCESS,PAID",
      "success,PAID",
      "DECLINED,DECLINED",
      "PENDING,UNCONFIRMED",
      "?,UNCONFIRMED"
    })
    void the_connectors_status_overrides_the_result(String own, SessionState end) {
      for (Story story : List.of(Story.submitted(), Story.unconfirmed(), Story.ready())) {
        story.twilio(status().result(PayResult.SUCCESS).connectorStatus(own));
        assertThat(story.state()).isEqualTo(end);
      }
    }

    @Test
    void a_later_success_pays_a_pending_payment() {
      final Story story =
          Story.submitted().twilio(status().result(PayResult.SUCCESS).connectorStatus("PENDING"));
      story.twilio(status().result(PayResult.SUCCESS).confirmation("ch_1"));
      assertThat(story.state()).isEqualTo(PAID);
    }
  }

  /// A connector with a ledger, which is asked before a decline is reported.
  @Nested
  class Ours {
    @Test
    void reports_a_decline_that_the_ledger_confirms() {
      final Story story = Story.submitted(OURS).twilio(failed().connectorError("card_declined"));
      assertThat(story.state()).isEqualTo(COMPLETING);
      assertThat(story.instructions()).containsExactly(ASK);
      assertThat(story.answered(ledger(LedgerEntry.Status.REFUSED)).state()).isEqualTo(DECLINED);
      assertThat(story.session().outcome().errorCode()).contains("code");
    }

    @Test
    void a_charge_in_the_ledger_overrides_a_decline() {
      final Story story = Story.submitted(OURS).twilio(failed().connectorError("card_declined"));
      story.answered(ledger(LedgerEntry.Status.REFUSED, LedgerEntry.Status.CHARGED));
      assertThat(story.state()).isEqualTo(PAID);
    }

    @Test
    void a_known_decline_needs_no_ledger_entry() {
      final Story story = Story.submitted(OURS).twilio(failed().connectorError("card_declined"));
      assertThat(story.answered(EMPTY).state()).isEqualTo(DECLINED);
    }

    @Test
    void a_charge_in_the_ledger_overrides_a_failure() {
      final Story story = Story.submitted(OURS).twilio(failed().payError(64008));
      assertThat(story.instructions()).containsExactly(ASK);
      assertThat(story.answered(ledger(LedgerEntry.Status.CHARGED)).state()).isEqualTo(PAID);
      assertThat(story.session().outcome().confirmationCode()).contains("id");
    }

    @Test
    void asks_an_unreachable_ledger_again() {
      for (Answer unavailable :
          List.of(new Answer.NoAnswer("503"), new Answer.NotSent("refused"))) {
        final Story story = Story.submitted(OURS).twilio(failed().connectorError("card_declined"));
        assertThat(story.answered(unavailable).state()).isEqualTo(UNCONFIRMED);
        assertThat(story.waits(Deadlines.PRODUCTION.ledger()).instructions()).containsExactly(ASK);
        assertThat(story.answered(ledger(LedgerEntry.Status.REFUSED)).state()).isEqualTo(DECLINED);
      }
    }

    @Test
    void uses_twilios_result_without_a_ledger() {
      final Story declined = Story.submitted(OURS).twilio(failed().connectorError("card_declined"));
      assertThat(declined.answered(new Answer.NoLedger()).state()).isEqualTo(DECLINED);
      final Story doubt = Story.submitted(OURS).twilio(failed());
      assertThat(doubt.answered(new Answer.NoLedger()).state()).isEqualTo(UNCONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({
      "CHARGED,PAID",
      "TOKENIZED,TOKENIZED",
      "REFUSED,DECLINED",
      "PENDING,UNCONFIRMED",
      "UNCLEAR,UNCONFIRMED"
    })
    void the_ledger_ends_an_unconfirmed_session(LedgerEntry.Status entry, SessionState end) {
      assertThat(Story.unconfirmed(OURS).answered(ledger(entry)).state()).isEqualTo(end);
      assertThat(Story.submitted(OURS).twilio(failed()).answered(ledger(entry)).state())
          .isEqualTo(end);
    }

    @Test
    void an_empty_ledger_proves_nothing_before_twilios_result() {
      final Story story = Story.unconfirmed(OURS).answered(EMPTY).waits(RETRIES.multipliedBy(2));
      assertThat(story.instructions()).containsExactly(ASK);
      assertThat(story.answered(EMPTY).state()).isEqualTo(UNCONFIRMED);
    }

    @Test
    void an_empty_ledger_proves_nonpayment_after_twilios_retries() {
      final Story story =
          Story.submitted(OURS).twilio(status().result(PayResult.CALLER_HUNG_UP)).answered(EMPTY);
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
      Duration waited = Duration.ZERO;
      while (story.state() == UNCONFIRMED && waited.compareTo(RETRIES) < 0) {
        story.waits(Duration.ofSeconds(1));
        waited = waited.plusSeconds(1);
        if (!story.instructions().isEmpty()) {
          assertThat(story.state()).isEqualTo(UNCONFIRMED);
          story.answered(EMPTY);
        }
      }
      assertThat(story.state()).isEqualTo(FAILED);
      assertThat(waited).as("neither earlier nor later").isEqualTo(RETRIES);
      assertThat(story.session().outcome().text().orElseThrow())
          .contains("never called the connector");
    }

    @Test
    void ignores_an_answer_to_an_earlier_question() {
      final Story story =
          Story.submitted(OURS).twilio(status().result(PayResult.CALLER_HUNG_UP)).answered(EMPTY);
      final long earlier = story.waits(Deadlines.PRODUCTION.ledger()).session().version();
      story.waits(RETRIES);
      assertThat(story.instructions()).containsExactly(ASK);
      story.does(new Input.Answered(earlier, ASK, ONLY, EMPTY));
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
    }

    @Test
    void asks_the_ledger_after_a_late_result() {
      final Story story = Story.unconfirmed(OURS).answered(EMPTY);
      for (int i = 0; i < 12; i++) {
        story.waits(Deadlines.MAX_LEDGER_PAUSE).answered(EMPTY);
      }
      story.twilio(status().result(PayResult.CALLER_HUNG_UP));
      assertThat(story.instructions()).containsExactly(ASK);
      assertThat(story.answered(EMPTY).state()).isEqualTo(UNCONFIRMED);
      assertThat(story.waits(RETRIES).instructions()).containsExactly(ASK);
      assertThat(story.answered(EMPTY).state()).isEqualTo(FAILED);
    }

    @Test
    void an_empty_ledger_never_ends_a_pending_success() {
      final Story story =
          Story.submitted(OURS)
              .twilio(status().result(PayResult.SUCCESS).connectorStatus("PENDING"));
      assertThat(story.answered(EMPTY).waits(RETRIES).answered(EMPTY).state())
          .isEqualTo(UNCONFIRMED);
    }

    @Test
    void the_deadline_asks_the_ledger() {
      final Story story = Story.submitted(OURS).waits(Deadlines.PRODUCTION.completing());
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
      assertThat(story.instructions()).containsExactly(ASK);
    }

    @Test
    void stops_asking_the_ledger_at_the_maximum() {
      final Story story = Story.unconfirmed(OURS);
      for (int i = 0; i < Deadlines.MAX_LEDGER_QUESTIONS + 5; i++) {
        story.waits(Deadlines.MAX_LEDGER_PAUSE);
      }
      assertThat(story.session().ledgerAsked()).isEqualTo(Deadlines.MAX_LEDGER_QUESTIONS);
      assertThat(Story.decider(OURS).due(story.session())).isEmpty();
    }
  }

  /// What the answer to the submit proves.
  @Nested
  class Submit {
    private static Answer.Refused[] refusals() {
      return new Answer.Refused[] {
        refused(400, 64021),
        refused(400, 64020),
        refused(400, 64019),
        refused(401, 20003),
        refused(404, 20404),
        refused(409, 0),
        refused(400, 21220)
      };
    }

    @Test
    void a_refused_repetition_proves_nothing() {
      for (Answer.Refused refused : refusals()) {
        for (Input.Attempt attempt : List.of(REPEATED, LATE)) {
          assertThat(Story.submitted().answered(refused, attempt).state())
              .as("%s %s", attempt, refused)
              .isEqualTo(UNCONFIRMED);
        }
      }
    }

    @Test
    void a_refusal_of_the_only_submit_proves_nonpayment() {
      for (Answer.Refused refused : refusals()) {
        if (refused.code() != 64019) {
          assertThat(Story.submitted().answered(refused, ONLY).state()).isEqualTo(FAILED);
        }
        assertThat(stateAfterLateAnswer(Story.submitted(), refused, ONLY)).isEqualTo(FAILED);
        assertThat(stateAfterLateAnswer(Story.submitted(), refused, REPEATED))
            .isEqualTo(UNCONFIRMED);
        assertThat(stateAfterLateAnswer(Story.submitted(), refused, LATE)).isEqualTo(UNCONFIRMED);
      }
    }

    /// Answers the submit when the session is already unconfirmed.
    private static SessionState stateAfterLateAnswer(
        Story submitted, Answer answer, Input.Attempt attempt) {
      final long complete = submitted.session().version();
      submitted.twilio(status().result(PayResult.CALLER_HUNG_UP));
      return submitted
          .does(new Input.Answered(complete, new Instruction.Complete(), attempt, answer))
          .state();
    }

    @Test
    void a_submit_that_was_never_sent_is_unpaid() {
      for (Answer unsent :
          List.of(new Answer.NotSent("no connection"), new Answer.RateLimited(Optional.empty()))) {
        assertThat(Story.submitted().answered(unsent, ONLY).state()).isEqualTo(FAILED);
        assertThat(Story.submitted().answered(unsent, REPEATED).state()).isEqualTo(COMPLETING);
        assertThat(Story.submitted().answered(unsent, LATE).state()).isEqualTo(COMPLETING);
      }
    }

    @Test
    void a_dropped_submit_is_unpaid() {
      final Story story = Story.submitted();
      final long complete = story.session().version();
      story.waits(Deadlines.PRODUCTION.completing());
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
      story.does(new Input.Dropped(complete, new Instruction.Complete(), REPEATED));
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
      story.does(new Input.Dropped(complete, new Instruction.Complete(), ONLY));
      assertThat(story.state()).isEqualTo(FAILED);
    }

    @Test
    void a_submit_without_an_answer_waits_for_the_result() {
      assertThat(Story.submitted().answered(new Answer.NoAnswer("timeout"), ONLY).state())
          .isEqualTo(COMPLETING);
    }

    @Test
    void accepts_an_accepted_submit_after_a_lost_lease() {
      assertThat(Story.submitted().answered(new Answer.Accepted(PAYMENT), LATE).state())
          .isEqualTo(COMPLETING);
    }
  }
}
