package dev.agentpay.payments.session;

import static dev.agentpay.payments.Story.CARD;
import static dev.agentpay.payments.Story.CODE;
import static dev.agentpay.payments.Story.DATE;
import static dev.agentpay.payments.session.Input.Attempt.ONLY;
import static dev.agentpay.payments.session.Input.Attempt.REPEATED;
import static dev.agentpay.payments.session.SessionState.*;
import static dev.agentpay.payments.session.Statuses.PAYMENT;
import static dev.agentpay.payments.session.Statuses.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.payments.Story;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentSid;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The state table and the flow's rules, one sentence each.
class PaySessionDeciderTest {

  private static Answer.Refused refused(int code) {
    return new Answer.Refused(code == 20404 ? 404 : 400, code, "no");
  }

  @Nested
  class Opening {
    @Test
    void asks_for_the_first_field_as_soon_as_the_payment_is_open() {
      final Story story = Story.charge().answered(new Answer.Accepted(PAYMENT));
      assertThat(story.state()).isEqualTo(CAPTURING);
      assertThat(story.told()).containsExactly(new Instruction.Capture(CARD));
    }

    @Test
    void learns_its_payment_from_the_callback_when_that_is_quicker_than_the_answer() {
      final Story story = Story.charge().twilio(status());
      assertThat(story.now().payment()).contains(PAYMENT);
      assertThat(story.told()).containsExactly(new Instruction.Capture(CARD));
      story.answered(new Answer.Accepted(PAYMENT));
      assertThat(story.state()).isEqualTo(CAPTURING);
    }

    @Test
    void fails_when_twilio_refuses_the_create() {
      final Story story = Story.charge().answered(refused(64004));
      assertThat(story.state()).isEqualTo(FAILED);
      assertThat(story.now().outcome().text().orElseThrow()).contains("64004");
    }

    @Test
    void a_repeated_create_that_finds_a_payment_open_waits_for_the_callback_and_adopts_it() {
      final Story story = Story.charge().answered(refused(64021), REPEATED);
      assertThat(story.state()).isEqualTo(OPENING);
      assertThat(story.twilio(status()).state()).isEqualTo(CAPTURING);
    }

    @Test
    void a_first_create_that_finds_a_payment_open_fails() {
      assertThat(Story.charge().answered(refused(64021)).state()).isEqualTo(FAILED);
    }

    @Test
    void a_create_without_an_answer_may_still_be_shown_by_its_callback() {
      final Story story = Story.charge().answered(new Answer.NoAnswer("time-out"), REPEATED);
      assertThat(story.state()).isEqualTo(OPENING);
      assertThat(story.twilio(status()).state()).isEqualTo(CAPTURING);
    }

    @Test
    void is_cancelled_by_its_deadline_when_twilio_is_silent() {
      assertThat(Story.charge().waits(Duration.ofSeconds(44)).state()).isEqualTo(OPENING);
      final Story story = Story.charge().waits(Duration.ofSeconds(45));
      assertThat(story.state()).as("the create may have arrived").isEqualTo(CANCELLING);
      assertThat(story.told()).containsExactly(new Instruction.Cancel());
    }

    @Test
    void a_payment_that_opens_after_the_end_is_cancelled_at_twilio() {
      final Story story = Story.charge().does(new Input.CallOver("completed")).twilio(status());
      assertThat(story.state()).isEqualTo(ABANDONED);
      assertThat(story.told()).containsExactly(new Instruction.CancelOrphan(PAYMENT));
    }
  }

  @Nested
  class Capturing {
    @Test
    void asks_for_the_next_field_in_the_step_that_saw_the_field_done() {
      final Story story =
          Story.opened().twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "x4242"));
      assertThat(story.now().field(CARD).captured()).isTrue();
      assertThat(story.told()).containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void is_ready_when_nothing_is_required_any_more() {
      assertThat(Story.ready().state()).isEqualTo(READY);
    }

    @Test
    void asks_for_what_twilio_requires_beyond_the_capture_order() {
      final Story story =
          Story.opened()
              .twilio(status().capture(CARD).missing(CaptureField.POSTAL_CODE).mask(CARD, "x"));
      assertThat(story.told()).containsExactly(new Instruction.Capture(CaptureField.POSTAL_CODE));
    }

    @Test
    void a_digit_is_told_and_not_recorded() {
      final Story story = Story.opened().twilio(status().typing(CARD, "xxx").missing(CARD));
      assertThat(story.last()).isEmpty();
      assertThat(story.digits().orElseThrow().mask()).isEqualTo("xxx");
    }

    @Test
    void a_digit_is_told_although_its_time_is_that_of_its_capture() {
      final Story story = Story.opened();
      final java.time.Instant at = story.time().plusMillis(5);
      story.twilio(status().capture(CARD).missing(CARD).at(at));
      story.twilio(status().typing(CARD, "x").missing(CARD).at(at));
      assertThat(story.digits().orElseThrow().mask()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({
      "INVALID_CARD_NUMBER,2",
      "INVALID_CARD_TYPE,2",
      "INPUT_TIMEOUT,1",
      "INTERNAL_ERROR,0"
    })
    void asks_again_by_itself_a_few_times_and_then_leaves_it_to_the_agent(
        ErrorType error, int times) {
      final Story story = Story.opened();
      for (int i = 0; i < times; i++) {
        story.twilio(status().capture(CARD).missing(CARD).error(error));
        assertThat(story.told())
            .as("error %d", i + 1)
            .containsExactly(new Instruction.Capture(CARD));
      }
      story.twilio(status().capture(CARD).missing(CARD).error(error));
      assertThat(story.state()).isEqualTo(IDLE);
      assertThat(story.told()).isEmpty();
    }

    @Test
    void a_repeated_error_callback_counts_once() {
      final Story story = Story.opened();
      final PaymentStatus error =
          status()
              .capture(CARD)
              .missing(CARD)
              .error(ErrorType.INVALID_CARD_NUMBER)
              .at(story.time().plusMillis(5))
              .build();
      story.arrives(error);
      story.arrives(error);
      assertThat(story.last()).isEmpty();
      assertThat(story.now().field(CARD).rejections()).isEqualTo(1);
    }

    @Test
    void a_code_asked_for_before_its_card_makes_the_card_be_asked_for() {
      final Story story =
          Story.opened()
              .does(new Input.RequestCapture(CODE, true))
              .answered(new Answer.Accepted(PAYMENT))
              .twilio(
                  status()
                      .capture(CODE)
                      .missing(CARD, DATE, CODE)
                      .error(ErrorType.CODE_BEFORE_CARD));
      assertThat(story.told()).containsExactly(new Instruction.Capture(CARD));
    }

    @Test
    void asking_for_the_field_being_captured_does_not_wipe_what_was_typed() {
      assertThat(Story.opened().does(new Input.RequestCapture(CARD, false)).last()).isEmpty();
    }

    @Test
    void an_explicit_wish_to_begin_again_does() {
      assertThat(Story.opened().does(new Input.RequestCapture(CARD, true)).told())
          .containsExactly(new Instruction.Capture(CARD));
    }

    @Test
    void a_captured_field_can_be_asked_for_again_from_ready() {
      final Story story = Story.ready().does(new Input.RequestCapture(CODE, true));
      assertThat(story.state()).isEqualTo(CAPTURING);
      assertThat(story.now().field(CODE)).isEqualTo(FieldState.UNTOUCHED);
    }

    @Test
    void a_field_that_the_session_does_not_capture_is_refused() {
      assertThatThrownBy(
              () -> Story.opened().does(new Input.RequestCapture(CaptureField.POSTAL_CODE, true)))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal()).isEqualTo(Refusal.UNKNOWN_FIELD));
    }

    @Test
    void an_overtaken_callback_changes_nothing_but_fills_gaps() {
      final Story story = Story.opened();
      final PaymentStatus late =
          status()
              .capture(CARD)
              .missing(DATE, CODE)
              .mask(CARD, "xxxx4242")
              .brand("visa")
              .at(story.time().plusMillis(1))
              .build();
      // The next field is under way at Twilio already: its callback is newer and came first.
      story.twilio(status().capture(CARD).missing(DATE, CODE).at(story.time().plusMillis(9)));
      final long number = story.captureNumber();
      story.arrives(late);
      assertThat(story.captureNumber()).isEqualTo(number);
      assertThat(story.now().field(CARD).mask()).isEqualTo("xxxx4242");
      assertThat(story.now().cardType()).contains("visa");
    }

    @Test
    void an_overtaken_error_does_not_ask_again() {
      final Story story = Story.opened();
      final PaymentStatus late =
          status()
              .capture(CARD)
              .missing(CARD)
              .error(ErrorType.INPUT_TIMEOUT)
              .at(story.time().plusMillis(1))
              .build();
      story.twilio(status().capture(CARD).missing(CARD, DATE, CODE));
      assertThat(story.arrives(late).told()).isEmpty();
    }

    @Test
    void the_end_of_a_capture_that_was_asked_for_anew_is_not_taken_for_the_new_ones_end() {
      final Story story = Story.opened();
      final long first = story.captureNumber();
      story.does(new Input.RequestCapture(CARD, true));
      story.twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "x").number(first));
      assertThat(story.now().capture()).contains(CARD);
      assertThat(story.told()).isEmpty();
    }

    @Test
    void an_old_number_is_believed_once_twilio_has_shown_that_it_got_the_new_capture() {
      final Story story = Story.opened();
      final long first = story.captureNumber();
      story.does(new Input.RequestCapture(CARD, true)).answered(new Answer.Accepted(PAYMENT));
      story.twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "x").number(first));
      assertThat(story.told()).containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void a_field_done_while_another_was_asked_for_again_is_noted_and_the_other_goes_on() {
      final Story story =
          Story.opened().twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "x"));
      story.does(new Input.RequestCapture(CARD, true));
      story.twilio(status().capture(DATE).missing(CODE).mask(DATE, "xxxx"));
      assertThat(story.now().capture()).contains(CARD);
      assertThat(story.now().field(DATE).captured()).isTrue();
      assertThat(story.now().field(CARD).captured()).isFalse();
    }

    @Test
    void fields_that_a_callback_lacks_keep_what_an_earlier_one_said() {
      final Story story =
          Story.opened()
              .twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "xx42").brand("visa"))
              .twilio(status().capture(DATE).missing(DATE, CODE));
      assertThat(story.now().field(CARD).mask()).isEqualTo("xx42");
      assertThat(story.now().cardType()).contains("visa");
      story.twilio(status());
      assertThat(story.now().required()).contains(List.of(DATE, CODE));
    }

    @Test
    void a_capture_that_twilio_refuses_leaves_it_to_the_agent() {
      assertThat(Story.opened().answered(refused(64020)).state()).isEqualTo(IDLE);
    }

    @Test
    void a_repeated_capture_that_twilio_finds_running_goes_on() {
      assertThat(Story.opened().answered(refused(64021), REPEATED).state()).isEqualTo(CAPTURING);
    }

    @Test
    void a_payment_that_twilio_does_not_know_any_more_has_failed() {
      assertThat(Story.opened().answered(refused(20404)).state()).isEqualTo(FAILED);
    }

    @Test
    void what_twilio_refuses_because_the_customer_has_left_is_abandoned() {
      assertThat(Story.opened().answered(refused(21220)).state()).isEqualTo(ABANDONED);
      assertThat(Story.charge().answered(refused(21220)).state()).isEqualTo(ABANDONED);
      assertThat(Story.submitted().answered(refused(21220)).state()).isEqualTo(FAILED);
    }

    @Test
    void the_answer_to_a_superseded_capture_changes_nothing() {
      final Story story = Story.opened();
      final long first = story.captureNumber();
      story.does(new Input.RequestCapture(DATE, true));
      story.does(new Input.Answered(first, new Instruction.Capture(CARD), ONLY, refused(64020)));
      assertThat(story.state()).isEqualTo(CAPTURING);
      assertThat(story.now().capture()).contains(DATE);
    }

    @Test
    void an_existing_client_asks_for_the_first_field_itself() {
      final Story story = Story.ofClient().answered(new Answer.Accepted(PAYMENT));
      assertThat(story.told()).isEmpty();
      assertThat(story.does(new Input.RequestCapture(CARD, false)).told())
          .containsExactly(new Instruction.Capture(CARD));
    }

    @Test
    void
        the_next_field_is_asked_for_ahead_of_an_existing_client_and_its_own_request_wipes_nothing() {
      final Story story = clientsCardDone();
      assertThat(story.told()).containsExactly(new Instruction.Capture(DATE));
      assertThat(story.now().ahead()).containsExactly(DATE);
      assertThat(story.does(new Input.RequestCapture(DATE, false)).told()).isEmpty();
      assertThat(story.now().ahead()).isEmpty();
      // Now it is the client's own: what it asks for again is a reset.
      assertThat(story.does(new Input.RequestCapture(DATE, true)).told())
          .containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void an_existing_client_that_wants_another_field_gets_that_one() {
      final Story story = clientsCardDone().does(new Input.RequestCapture(CODE, false));
      assertThat(story.told()).containsExactly(new Instruction.Capture(CODE));
      // And for the one that we had thought of, when it asks for that.
      assertThat(story.does(new Input.RequestCapture(DATE, false)).told())
          .containsExactly(new Instruction.Capture(DATE));
      assertThat(story.now().ahead()).isEmpty();
    }

    @Test
    void a_client_that_is_so_late_that_the_field_is_done_wipes_nothing() {
      final Story story =
          clientsCardDone()
              .twilio(status().capture(DATE).missing(CODE).mask(CARD, "x").mask(DATE, "xxxx"));
      assertThat(story.now().capture()).contains(CODE);
      assertThat(story.does(new Input.RequestCapture(DATE, false)).told()).isEmpty();
      assertThat(story.does(new Input.RequestCapture(CODE, false)).told()).isEmpty();
      assertThat(story.now().ahead()).isEmpty();
      assertThat(story.now().field(DATE).captured()).isTrue();
    }

    private static Story clientsCardDone() {
      return Story.ofClient()
          .answered(new Answer.Accepted(PAYMENT))
          .does(new Input.RequestCapture(CARD, false))
          .twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "x"));
    }

    @Test
    void a_field_that_is_done_before_its_capture_is_answered_goes_on_with_the_answer() {
      final Story story =
          Story.opened().twilio(status().capture(CARD).missing(DATE, CODE).number(1));
      assertThat(story.state()).as("it may be about an earlier capture").isEqualTo(CAPTURING);
      assertThat(story.told()).isEmpty();
      story.answered(new Answer.Accepted(PAYMENT));
      assertThat(story.now().field(CARD).captured()).isTrue();
      assertThat(story.told()).containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void an_error_before_its_capture_is_answered_is_taken_with_the_answer() {
      final Story story =
          Story.opened()
              .twilio(status().capture(CARD).error(ErrorType.INVALID_CARD_NUMBER).number(1));
      assertThat(story.told()).isEmpty();
      story.answered(new Answer.Accepted(PAYMENT));
      assertThat(story.told()).containsExactly(new Instruction.Capture(CARD));
      assertThat(story.now().field(CARD).rejections()).isEqualTo(1);
    }

    @Test
    void a_field_that_is_done_goes_on_although_nobody_answers_to_its_capture() {
      final Story story =
          Story.opened().twilio(status().capture(CARD).missing(DATE, CODE).number(1));
      story.answered(new Answer.NoAnswer("time-out"));
      assertThat(story.told()).containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void a_field_that_twilio_wants_again_is_not_done_with_the_answer() {
      final Story story =
          Story.opened()
              .twilio(status().capture(CARD).missing(DATE, CODE).number(1))
              .twilio(status().capture(CARD).missing(CARD, DATE, CODE).number(1));
      story.answered(new Answer.Accepted(PAYMENT));
      assertThat(story.state()).isEqualTo(CAPTURING);
      assertThat(story.told()).isEmpty();
    }

    @Test
    void what_is_surely_about_an_earlier_capture_does_not_wait_for_an_answer() {
      final Story story = Story.opened();
      final long earlier = story.captureNumber();
      story.does(new Input.RequestCapture(CARD, true));
      story.twilio(status().capture(CARD).missing(DATE, CODE).number(earlier));
      story.answered(new Answer.Accepted(PAYMENT));
      assertThat(story.state()).isEqualTo(CAPTURING);
      assertThat(story.told()).isEmpty();
    }

    @Test
    void gives_up_when_nobody_types_for_too_long() {
      final Story story = Story.opened().waits(Duration.ofMinutes(15));
      assertThat(story.state()).isEqualTo(CANCELLING);
      assertThat(story.told()).containsExactly(new Instruction.Cancel());
    }
  }

  @Nested
  class Submitting {
    @Test
    void sends_the_complete_once_however_often_it_is_asked_for() {
      final Story story = Story.ready().does(new Input.Submit());
      assertThat(story.told()).containsExactly(new Instruction.Complete());
      assertThat(story.does(new Input.Submit()).last()).isEmpty();
    }

    @Test
    void is_refused_before_everything_is_captured() {
      assertThatThrownBy(() -> Story.opened().does(new Input.Submit()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("CAPTURING");
    }

    @Test
    void ends_paid_with_the_confirmation() {
      final Story story =
          Story.submitted().twilio(status().result(PayResult.SUCCESS).confirmation("ch_1"));
      assertThat(story.state()).isEqualTo(PAID);
      assertThat(story.now().outcome().confirmationCode()).contains("ch_1");
    }

    @Test
    void ends_tokenized_with_the_token_or_the_profile() {
      final Story story =
          Story.tokenize()
              .twilio(status())
              .twilio(status().result(PayResult.SUCCESS).profile("cus_1"));
      assertThat(story.state()).isEqualTo(TOKENIZED);
      assertThat(story.now().outcome().token()).contains("cus_1");
    }

    @Test
    void cannot_be_cancelled_any_more() {
      assertThatThrownBy(() -> Story.submitted().does(new Input.Cancel()))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.NOT_NOW));
    }

    @Test
    void is_not_touched_by_a_hang_up() {
      assertThat(Story.submitted().does(new Input.CallOver("completed")).state())
          .isEqualTo(COMPLETING);
    }

    @Test
    void goes_back_to_the_field_that_twilio_misses() {
      final Story story = Story.ready();
      story.twilio(status().missing(CODE)); // Required comes back without a capture
      assertThat(story.does(new Input.Submit()).answered(refused(64019)).told())
          .containsExactly(new Instruction.Capture(CODE));
    }

    @Test
    void a_first_complete_that_is_refused_did_not_charge() {
      assertThat(Story.submitted().answered(refused(20404)).state()).isEqualTo(FAILED);
    }

    @Test
    void a_complete_without_an_answer_waits_for_the_result() {
      final Story story = Story.submitted().answered(new Answer.NoAnswer("time-out"));
      assertThat(story.state()).isEqualTo(COMPLETING);
    }
  }

  @Nested
  class Unconfirmed {
    @Test
    void is_settled_by_a_late_result() {
      final Story story =
          Story.unconfirmed().twilio(status().result(PayResult.SUCCESS).confirmation("ch_1"));
      assertThat(story.state()).isEqualTo(PAID);
    }

    @Test
    void is_resolved_by_a_supervisor_with_a_reason() {
      final Story story =
          Story.unconfirmed().does(new Input.Resolve(PAID, "seen at the bank", "ch_9"));
      assertThat(story.state()).isEqualTo(PAID);
      assertThat(story.now().outcome().confirmationCode()).contains("ch_9");
    }

    @Test
    void is_not_resolved_without_a_reason_nor_to_what_is_no_end() {
      assertThatThrownBy(() -> Story.unconfirmed().does(new Input.Resolve(PAID, " ", "")))
          .isInstanceOf(RefusedException.class);
      assertThatThrownBy(() -> Story.unconfirmed().does(new Input.Resolve(PAID, "why", " ")))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("records");
      assertThatThrownBy(() -> Story.unconfirmed().does(new Input.Resolve(IDLE, "why", "x")))
          .isInstanceOf(RefusedException.class);
      assertThatThrownBy(() -> Story.submitted().does(new Input.Resolve(PAID, "why", "x")))
          .isInstanceOf(RefusedException.class);
    }
  }

  @Nested
  class Leaving {
    @Test
    void a_cancel_ends_with_twilios_answer_and_does_not_wait_for_a_result() {
      final Story story = Story.cancelling();
      assertThat(story.told()).containsExactly(new Instruction.Cancel());
      assertThat(story.answered(new Answer.Accepted(PAYMENT)).state()).isEqualTo(CANCELLED);
    }

    @Test
    void a_cancel_ends_by_refusal_callback_or_hang_up_as_well() {
      assertThat(Story.cancelling().answered(refused(20404)).state()).isEqualTo(CANCELLED);
      assertThat(
              Story.cancelling().twilio(status().result(PayResult.TRANSACTION_CANCELLED)).state())
          .isEqualTo(CANCELLED);
      assertThat(Story.cancelling().does(new Input.CallOver("completed")).state())
          .isEqualTo(CANCELLED);
    }

    @Test
    void a_cancel_is_not_over_until_it_is_proven() {
      final Story story = Story.cancelling();
      for (int code : List.of(20003, 64020, 0)) {
        story.answered(new Answer.Refused(401, code, "refused"));
      }
      story.answered(new Answer.NoAnswer("HTTP 503")).answered(new Answer.NotSent("refused"));
      assertThat(story.state()).isEqualTo(CANCELLING);
      assertThat(story.now().holdsCall()).isTrue();
      assertThat(Story.decider(Story.HOSTED).due(story.now())).isEmpty();
      assertThat(story.answered(new Answer.Accepted(PAYMENT)).state()).isEqualTo(CANCELLED);
    }

    @Test
    void a_deadline_of_an_earlier_version_has_the_cancel_sent_again() {
      assertThat(Story.cancelling().waits(Duration.ofSeconds(29)).told()).isEmpty();
      assertThat(Story.cancelling().waits(Duration.ofSeconds(30)).told())
          .containsExactly(new Instruction.Cancel());
    }

    @Test
    void another_session_on_the_call_ends_ours_before_it_began_whatever_its_state() {
      final Statuses other = status().error(ErrorType.SESSION_IN_PROGRESS);
      final Story cancelling = Story.charge().does(new Input.Cancel()).twilio(other);
      assertThat(cancelling.state()).isEqualTo(CANCELLED);
      assertThat(Story.opened().twilio(status().error(ErrorType.SESSION_IN_PROGRESS)).state())
          .as("although we have asked for a field already")
          .isEqualTo(FAILED);
      final Story submitted = Story.charge().twilio(status().capture(CARD).missing());
      submitted.does(new Input.Submit()).twilio(status().error(ErrorType.SESSION_IN_PROGRESS));
      assertThat(submitted.state()).as("it is no proof about money").isEqualTo(COMPLETING);
    }

    @Test
    void a_dropped_create_does_not_end_a_session_whose_payment_is_being_cancelled() {
      final Story story = Story.charge().does(new Input.Cancel()).twilio(status());
      story.does(new Input.Dropped(1, new Instruction.Create(story.now().request()), ONLY));
      assertThat(story.state()).isEqualTo(CANCELLING);
    }

    @Test
    void a_dropped_repetition_of_a_create_leaves_open_what_became_of_the_first() {
      final Story story = Story.charge().does(new Input.Cancel());
      story.does(new Input.Dropped(1, new Instruction.Create(story.now().request()), REPEATED));
      assertThat(story.state()).isEqualTo(CANCELLING);
    }

    @Test
    void money_that_moved_although_we_cancelled_is_a_payment() {
      assertThat(
              Story.cancelling()
                  .twilio(status().result(PayResult.SUCCESS).confirmation("ch"))
                  .state())
          .isEqualTo(PAID);
    }

    @Test
    void a_cancel_before_twilio_was_asked_needs_no_twilio() {
      final Story story = Story.charge().does(new Input.Cancel());
      story.does(new Input.Dropped(1, new Instruction.Create(story.now().request()), ONLY));
      assertThat(story.state()).isEqualTo(CANCELLED);
    }

    @Test
    void a_payment_that_opens_while_we_cancel_is_adopted_so_that_it_can_be_cancelled() {
      final Story story = Story.charge().does(new Input.Cancel()).twilio(status());
      assertThat(story.state()).isEqualTo(CANCELLING);
      assertThat(story.now().payment()).contains(PAYMENT);
    }

    @ParameterizedTest
    @EnumSource(
        value = PayResult.class,
        names = {"CALLER_INTERRUPTED_WITH_STAR", "CALLER_HUNG_UP"})
    void a_customer_who_leaves_before_the_submit_abandons_it(PayResult result) {
      assertThat(Story.opened().twilio(status().result(result)).state()).isEqualTo(ABANDONED);
      assertThat(Story.ready().twilio(status().result(result)).state()).isEqualTo(ABANDONED);
    }

    @Test
    void the_end_of_the_call_abandons_whatever_was_not_submitted() {
      for (Story story : List.of(Story.charge(), Story.opened(), Story.ready())) {
        assertThat(story.does(new Input.CallOver("completed")).state()).isEqualTo(ABANDONED);
      }
    }

    @Test
    void what_twilio_cannot_go_on_with_has_failed() {
      assertThat(Story.opened().twilio(status().result(PayResult.INTERNAL_ERROR)).state())
          .isEqualTo(FAILED);
      assertThat(Story.charge().twilio(status().error(ErrorType.SESSION_IN_PROGRESS)).state())
          .isEqualTo(FAILED);
    }
  }

  @Nested
  class AfterTheEnd {
    private Story ended() {
      return Story.cancelling().answered(new Answer.Accepted(PAYMENT));
    }

    @Test
    void a_late_success_raises_an_alarm_and_changes_nothing_else() {
      final Story story = ended().twilio(status().result(PayResult.SUCCESS).confirmation("ch"));
      assertThat(story.state()).isEqualTo(CANCELLED);
      assertThat(story.now().alarm()).isTrue();
    }

    @Test
    void a_repeated_success_raises_none() {
      final Story story =
          Story.submitted()
              .twilio(status().result(PayResult.SUCCESS).confirmation("ch"))
              .twilio(status().result(PayResult.SUCCESS).confirmation("ch"));
      assertThat(story.now().alarm()).isFalse();
      assertThat(story.state()).isEqualTo(PAID);
    }

    @Test
    void anything_else_is_logged_and_changes_nothing_that_is_shown() {
      final Story story = ended();
      final PaySession before = story.now();
      story.twilio(status().capture(CARD).missing(DATE).mask(CARD, "x").brand("visa"));
      assertThat(story.last()).hasOnlyElementsOfType(SessionEvent.StatusReceived.class);
      assertThat(story.now().fields()).isEqualTo(before.fields());
      assertThat(story.now().cardType()).isEqualTo(before.cardType());
    }

    @Test
    void a_second_payment_that_a_repeated_create_has_opened_is_cancelled_once() {
      final PaymentSid second = new PaymentSid("PK" + "9".repeat(32));
      final Story story = Story.opened().twilio(status().payment(second).session(Story.ID));
      assertThat(story.told()).containsExactly(new Instruction.CancelOrphan(second));
      assertThat(story.now().payment()).contains(PAYMENT);
      assertThat(story.twilio(status().payment(second).session(Story.ID)).told()).isEmpty();
      assertThat(story.state()).isEqualTo(CAPTURING);
    }

    @Test
    void a_callback_about_another_payment_is_not_ours() {
      final Story story = Story.opened();
      story.twilio(
          status().payment(new PaymentSid("PK" + "9".repeat(32))).result(PayResult.SUCCESS));
      assertThat(story.last()).isEmpty();
    }
  }
}
