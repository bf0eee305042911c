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

/// A session says "not paid" only when something proves it.
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

  /// At a connector that nobody can ask.
  @Nested
  class Hosted {
    @Test
    void a_known_decline_is_a_decline() {
      final Story story = Story.submitted().twilio(failed().connectorError("card_declined"));
      assertThat(story.state()).isEqualTo(DECLINED);
      assertThat(story.now().outcome().errorCode()).contains("card_declined");
    }

    @ParameterizedTest
    @CsvSource({"duplicate_transaction", "gateway_timeout", "processing_error", "''"})
    void any_other_connector_error_is_doubt(String code) {
      final Story story = Story.submitted().twilio(failed().payError(64008).connectorError(code));
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
      assertThat(story.told()).as("there is nobody to ask").isEmpty();
      assertThat(Story.decider(HOSTED).due(story.now())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"64002", "64008", "64010", "64012"})
    void a_code_that_also_stands_for_an_unreadable_answer_is_doubt(int code) {
      assertThat(Story.submitted().twilio(failed().payError(code)).state()).isEqualTo(UNCONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({"64022", "64023"})
    void a_card_that_test_mode_does_not_take_was_not_charged(int code) {
      final Story story = Story.submitted().twilio(failed().payError(code));
      assertThat(story.state()).isEqualTo(FAILED);
      assertThat(story.now().outcome().text().orElseThrow()).contains("test numbers");
      assertThat(Story.unconfirmed().twilio(failed().payError(code)).state()).isEqualTo(FAILED);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SUCCESS")
    void any_bad_end_without_a_proof_is_doubt(PayResult result) {
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
    void the_connectors_own_status_counts_more_than_the_result(String own, SessionState end) {
      for (Story story : List.of(Story.submitted(), Story.unconfirmed(), Story.ready())) {
        story.twilio(status().result(PayResult.SUCCESS).connectorStatus(own));
        assertThat(story.state()).isEqualTo(end);
      }
    }

    @Test
    void a_pending_payment_is_paid_when_twilio_says_so_later() {
      final Story story =
          Story.submitted().twilio(status().result(PayResult.SUCCESS).connectorStatus("PENDING"));
      story.twilio(status().result(PayResult.SUCCESS).confirmation("ch_1"));
      assertThat(story.state()).isEqualTo(PAID);
    }
  }

  /// At a connector with a ledger: it is asked before anybody is told "declined".
  @Nested
  class Ours {
    @Test
    void a_decline_is_told_when_the_ledger_agrees() {
      final Story story = Story.submitted(OURS).twilio(failed().connectorError("card_declined"));
      assertThat(story.state()).isEqualTo(COMPLETING);
      assertThat(story.told()).containsExactly(ASK);
      assertThat(story.answered(ledger(LedgerEntry.Status.REFUSED)).state()).isEqualTo(DECLINED);
      assertThat(story.now().outcome().errorCode()).contains("code");
    }

    @Test
    void a_decline_that_the_ledger_knows_as_a_charge_is_paid() {
      final Story story = Story.submitted(OURS).twilio(failed().connectorError("card_declined"));
      story.answered(ledger(LedgerEntry.Status.REFUSED, LedgerEntry.Status.CHARGED));
      assertThat(story.state()).isEqualTo(PAID);
    }

    @Test
    void a_known_decline_that_the_ledger_never_saw_is_a_decline() {
      final Story story = Story.submitted(OURS).twilio(failed().connectorError("card_declined"));
      assertThat(story.answered(EMPTY).state()).isEqualTo(DECLINED);
    }

    @Test
    void a_failure_without_a_reason_is_paid_when_the_ledger_charged() {
      final Story story = Story.submitted(OURS).twilio(failed().payError(64008));
      assertThat(story.told()).containsExactly(ASK);
      assertThat(story.answered(ledger(LedgerEntry.Status.CHARGED)).state()).isEqualTo(PAID);
      assertThat(story.now().outcome().confirmationCode()).contains("id");
    }

    @Test
    void an_unreachable_ledger_is_doubt_and_is_asked_again() {
      for (Answer away : List.of(new Answer.NoAnswer("503"), new Answer.NotSent("refused"))) {
        final Story story = Story.submitted(OURS).twilio(failed().connectorError("card_declined"));
        assertThat(story.answered(away).state()).isEqualTo(UNCONFIRMED);
        assertThat(story.waits(Deadlines.PRODUCTION.ledger()).told()).containsExactly(ASK);
        assertThat(story.answered(ledger(LedgerEntry.Status.REFUSED)).state()).isEqualTo(DECLINED);
      }
    }

    @Test
    void a_ledger_that_is_not_configured_leaves_twilios_word() {
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
    void an_unconfirmed_session_ends_by_what_the_ledger_knows(
        LedgerEntry.Status entry, SessionState end) {
      assertThat(Story.unconfirmed(OURS).answered(ledger(entry)).state()).isEqualTo(end);
      assertThat(Story.submitted(OURS).twilio(failed()).answered(ledger(entry)).state())
          .isEqualTo(end);
    }

    @Test
    void an_empty_ledger_proves_nothing_before_twilio_has_told_its_last_word() {
      final Story story = Story.unconfirmed(OURS).answered(EMPTY).waits(RETRIES.multipliedBy(2));
      assertThat(story.told()).containsExactly(ASK);
      assertThat(story.answered(EMPTY).state()).isEqualTo(UNCONFIRMED);
    }

    @Test
    void an_empty_ledger_proves_that_nothing_was_paid_once_twilio_asks_no_more() {
      final Story story =
          Story.submitted(OURS).twilio(status().result(PayResult.CALLER_HUNG_UP)).answered(EMPTY);
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
      Duration waited = Duration.ZERO;
      while (story.state() == UNCONFIRMED && waited.compareTo(RETRIES) < 0) {
        story.waits(Duration.ofSeconds(1));
        waited = waited.plusSeconds(1);
        if (!story.told().isEmpty()) {
          assertThat(story.state()).isEqualTo(UNCONFIRMED);
          story.answered(EMPTY);
        }
      }
      assertThat(story.state()).isEqualTo(FAILED);
      assertThat(waited).as("neither earlier nor later").isEqualTo(RETRIES);
      assertThat(story.now().outcome().text().orElseThrow()).contains("never called the connector");
    }

    @Test
    void an_answer_to_an_earlier_question_does_not_count_as_the_last_one() {
      final Story story =
          Story.submitted(OURS).twilio(status().result(PayResult.CALLER_HUNG_UP)).answered(EMPTY);
      final long earlier = story.waits(Deadlines.PRODUCTION.ledger()).now().version();
      story.waits(RETRIES);
      assertThat(story.told()).containsExactly(ASK);
      story.does(new Input.Answered(earlier, ASK, ONLY, EMPTY));
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
    }

    @Test
    void a_last_word_that_comes_late_has_the_ledger_asked_at_once_and_when_retries_are_over() {
      final Story story = Story.unconfirmed(OURS).answered(EMPTY);
      for (int i = 0; i < 12; i++) {
        story.waits(Deadlines.MAX_LEDGER_PAUSE).answered(EMPTY);
      }
      story.twilio(status().result(PayResult.CALLER_HUNG_UP));
      assertThat(story.told()).containsExactly(ASK);
      assertThat(story.answered(EMPTY).state()).isEqualTo(UNCONFIRMED);
      assertThat(story.waits(RETRIES).told()).containsExactly(ASK);
      assertThat(story.answered(EMPTY).state()).isEqualTo(FAILED);
    }

    @Test
    void a_success_that_is_pending_is_never_ended_by_an_empty_ledger() {
      final Story story =
          Story.submitted(OURS)
              .twilio(status().result(PayResult.SUCCESS).connectorStatus("PENDING"));
      assertThat(story.answered(EMPTY).waits(RETRIES).answered(EMPTY).state())
          .isEqualTo(UNCONFIRMED);
    }

    @Test
    void becomes_unconfirmed_by_its_deadline_and_asks_the_ledger() {
      final Story story = Story.submitted(OURS).waits(Deadlines.PRODUCTION.completing());
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
      assertThat(story.told()).containsExactly(ASK);
    }

    @Test
    void stays_on_a_persons_list_when_the_ledger_was_asked_often_enough() {
      final Story story = Story.unconfirmed(OURS);
      for (int i = 0; i < Deadlines.MAX_LEDGER_QUESTIONS + 5; i++) {
        story.waits(Deadlines.MAX_LEDGER_PAUSE);
      }
      assertThat(story.now().ledgerAsked()).isEqualTo(Deadlines.MAX_LEDGER_QUESTIONS);
      assertThat(Story.decider(OURS).due(story.now())).isEmpty();
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
    void a_refused_repetition_proves_nothing_whatever_its_code() {
      for (Answer.Refused refused : refusals()) {
        for (Input.Attempt attempt : List.of(REPEATED, LATE)) {
          assertThat(Story.submitted().answered(refused, attempt).state())
              .as("%s %s", attempt, refused)
              .isEqualTo(UNCONFIRMED);
        }
      }
    }

    @Test
    void a_refusal_of_the_only_submit_proves_that_nothing_was_paid() {
      for (Answer.Refused refused : refusals()) {
        if (refused.code() != 64019) {
          assertThat(Story.submitted().answered(refused, ONLY).state()).isEqualTo(FAILED);
        }
        assertThat(afterwards(Story.submitted(), refused, ONLY)).isEqualTo(FAILED);
        assertThat(afterwards(Story.submitted(), refused, REPEATED)).isEqualTo(UNCONFIRMED);
        assertThat(afterwards(Story.submitted(), refused, LATE)).isEqualTo(UNCONFIRMED);
      }
    }

    /// The answer comes when the session is unconfirmed already.
    private static SessionState afterwards(Story submitted, Answer answer, Input.Attempt attempt) {
      final long complete = submitted.now().version();
      submitted.twilio(status().result(PayResult.CALLER_HUNG_UP));
      return submitted
          .does(new Input.Answered(complete, new Instruction.Complete(), attempt, answer))
          .state();
    }

    @Test
    void a_submit_that_surely_never_left_was_not_paid() {
      for (Answer never :
          List.of(new Answer.NotSent("no connection"), new Answer.RateLimited(Optional.empty()))) {
        assertThat(Story.submitted().answered(never, ONLY).state()).isEqualTo(FAILED);
        assertThat(Story.submitted().answered(never, REPEATED).state()).isEqualTo(COMPLETING);
        assertThat(Story.submitted().answered(never, LATE).state()).isEqualTo(COMPLETING);
      }
    }

    @Test
    void a_submit_that_was_dropped_before_it_left_was_not_paid() {
      final Story story = Story.submitted();
      final long complete = story.now().version();
      story.waits(Deadlines.PRODUCTION.completing());
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
      story.does(new Input.Dropped(complete, new Instruction.Complete(), REPEATED));
      assertThat(story.state()).isEqualTo(UNCONFIRMED);
      story.does(new Input.Dropped(complete, new Instruction.Complete(), ONLY));
      assertThat(story.state()).isEqualTo(FAILED);
    }

    @Test
    void a_submit_without_an_answer_waits_for_the_result() {
      assertThat(Story.submitted().answered(new Answer.NoAnswer("time-out"), ONLY).state())
          .isEqualTo(COMPLETING);
    }

    @Test
    void an_accepted_submit_is_believed_although_its_lease_was_lost() {
      assertThat(Story.submitted().answered(new Answer.Accepted(PAYMENT), LATE).state())
          .isEqualTo(COMPLETING);
    }
  }
}
