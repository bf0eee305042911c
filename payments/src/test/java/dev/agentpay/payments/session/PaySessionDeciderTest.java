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
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentSid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests of the decider, one rule each.
class PaySessionDeciderTest {

  private static Answer.Refused refused(int code) {
    return new Answer.Refused(code == 20404 ? 404 : 400, code, "no");
  }

  @Nested
  class Opening {
    @Test
    void requests_the_first_field_when_the_payment_opens() {
      final Story story = Story.charge().answered(new Answer.Accepted(PAYMENT));
      assertThat(story.state()).isEqualTo(CAPTURING);
      assertThat(story.instructions()).containsExactly(new Instruction.Capture(CARD));
    }

    @Test
    void learns_the_payment_from_an_early_callback() {
      final Story story = Story.charge().twilio(status());
      assertThat(story.session().payment()).contains(PAYMENT);
      assertThat(story.instructions()).containsExactly(new Instruction.Capture(CARD));
      story.answered(new Answer.Accepted(PAYMENT));
      assertThat(story.state()).isEqualTo(CAPTURING);
    }

    @Test
    void fails_when_twilio_refuses_the_create() {
      final Story story = Story.charge().answered(refused(64004));
      assertThat(story.state()).isEqualTo(FAILED);
      assertThat(story.session().outcome().text().orElseThrow()).contains("64004");
    }

    @Test
    void a_refused_repeated_create_waits_for_the_callback() {
      final Story story = Story.charge().answered(refused(64021), REPEATED);
      assertThat(story.state()).isEqualTo(OPENING);
      assertThat(story.twilio(status()).state()).isEqualTo(CAPTURING);
    }

    @Test
    void a_first_create_fails_beside_an_open_payment() {
      assertThat(Story.charge().answered(refused(64021)).state()).isEqualTo(FAILED);
    }

    @Test
    void a_callback_confirms_an_unanswered_create() {
      final Story story = Story.charge().answered(new Answer.NoAnswer("timeout"), REPEATED);
      assertThat(story.state()).isEqualTo(OPENING);
      assertThat(story.twilio(status()).state()).isEqualTo(CAPTURING);
    }

    @Test
    void the_deadline_cancels_when_twilio_does_not_answer() {
      assertThat(Story.charge().waits(Duration.ofSeconds(44)).state()).isEqualTo(OPENING);
      final Story story = Story.charge().waits(Duration.ofSeconds(45));
      assertThat(story.state()).as("the create may have reached Twilio").isEqualTo(CANCELLING);
      assertThat(story.instructions()).containsExactly(new Instruction.Cancel());
    }

    @Test
    void cancels_a_payment_that_opens_after_the_end() {
      final Story story = Story.charge().does(new Input.CallOver("completed")).twilio(status());
      assertThat(story.state()).isEqualTo(ABANDONED);
      assertThat(story.instructions()).containsExactly(new Instruction.CancelOrphan(PAYMENT));
    }
  }

  @Nested
  class Capturing {
    @Test
    void requests_the_next_field_immediately() {
      final Story story =
          Story.opened().twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "x4242"));
      assertThat(story.session().field(CARD).captured()).isTrue();
      assertThat(story.instructions()).containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void is_ready_when_all_fields_are_captured() {
      assertThat(Story.ready().state()).isEqualTo(READY);
    }

    @Test
    void requests_fields_that_only_twilio_requires() {
      final Story story =
          Story.opened()
              .twilio(status().capture(CARD).missing(CaptureField.POSTAL_CODE).mask(CARD, "x"));
      assertThat(story.instructions())
          .containsExactly(new Instruction.Capture(CaptureField.POSTAL_CODE));
    }

    @Test
    void publishes_a_digit_without_recording_it() {
      final Story story = Story.opened().twilio(status().typing(CARD, "xxx").missing(CARD));
      assertThat(story.lastEvents()).isEmpty();
      assertThat(story.digits().orElseThrow().mask()).isEqualTo("xxx");
    }

    @Test
    void publishes_a_digit_with_its_captures_time() {
      final Story story = Story.opened();
      final Instant at = story.time().plusMillis(5);
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
    void requests_a_rejected_field_again_a_few_times(ErrorType error, int times) {
      final Story story = Story.opened();
      for (int i = 0; i < times; i++) {
        story.twilio(status().capture(CARD).missing(CARD).error(error));
        assertThat(story.instructions())
            .as("error %d", i + 1)
            .containsExactly(new Instruction.Capture(CARD));
      }
      story.twilio(status().capture(CARD).missing(CARD).error(error));
      assertThat(story.state()).isEqualTo(IDLE);
      assertThat(story.instructions()).isEmpty();
    }

    @Test
    void counts_a_repeated_error_callback_once() {
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
      assertThat(story.lastEvents()).isEmpty();
      assertThat(story.session().field(CARD).rejections()).isEqualTo(1);
    }

    @Test
    void requests_the_card_before_the_code() {
      final Story story =
          Story.opened()
              .does(new Input.RequestCapture(CODE, true))
              .answered(new Answer.Accepted(PAYMENT))
              .twilio(
                  status()
                      .capture(CODE)
                      .missing(CARD, DATE, CODE)
                      .error(ErrorType.CODE_BEFORE_CARD));
      assertThat(story.instructions()).containsExactly(new Instruction.Capture(CARD));
    }

    @Test
    void a_repeated_request_keeps_typed_digits() {
      assertThat(Story.opened().does(new Input.RequestCapture(CARD, false)).lastEvents()).isEmpty();
    }

    @Test
    void an_explicit_repeat_discards_typed_digits() {
      assertThat(Story.opened().does(new Input.RequestCapture(CARD, true)).instructions())
          .containsExactly(new Instruction.Capture(CARD));
    }

    @Test
    void a_captured_field_can_be_requested_again() {
      final Story story = Story.ready().does(new Input.RequestCapture(CODE, true));
      assertThat(story.state()).isEqualTo(CAPTURING);
      assertThat(story.session().field(CODE)).isEqualTo(FieldState.UNTOUCHED);
    }

    @Test
    void refuses_a_field_outside_the_capture_order() {
      assertThatThrownBy(
              () -> Story.opened().does(new Input.RequestCapture(CaptureField.POSTAL_CODE, true)))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal()).isEqualTo(Refusal.UNKNOWN_FIELD));
    }

    @Test
    void a_stale_callback_only_fills_gaps() {
      final Story story = Story.opened();
      final PaymentStatus late =
          status()
              .capture(CARD)
              .missing(DATE, CODE)
              .mask(CARD, "xxxx4242")
              .brand("visa")
              .at(story.time().plusMillis(1))
              .build();
      // Twilio is already capturing the next field; the newer callback arrived first.
      story.twilio(status().capture(CARD).missing(DATE, CODE).at(story.time().plusMillis(9)));
      final long number = story.captureNumber();
      story.arrives(late);
      assertThat(story.captureNumber()).isEqualTo(number);
      assertThat(story.session().field(CARD).mask()).isEqualTo("xxxx4242");
      assertThat(story.session().cardType()).contains("visa");
    }

    @Test
    void a_stale_error_does_not_repeat_the_capture() {
      final Story story = Story.opened();
      final PaymentStatus late =
          status()
              .capture(CARD)
              .missing(CARD)
              .error(ErrorType.INPUT_TIMEOUT)
              .at(story.time().plusMillis(1))
              .build();
      story.twilio(status().capture(CARD).missing(CARD, DATE, CODE));
      assertThat(story.arrives(late).instructions()).isEmpty();
    }

    @Test
    void ignores_the_end_of_an_earlier_capture() {
      final Story story = Story.opened();
      final long first = story.captureNumber();
      story.does(new Input.RequestCapture(CARD, true));
      story.twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "x").number(first));
      assertThat(story.session().capture()).contains(CARD);
      assertThat(story.instructions()).isEmpty();
    }

    @Test
    void accepts_an_old_number_once_twilio_confirms_the_capture() {
      final Story story = Story.opened();
      final long first = story.captureNumber();
      story.does(new Input.RequestCapture(CARD, true)).answered(new Answer.Accepted(PAYMENT));
      story.twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "x").number(first));
      assertThat(story.instructions()).containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void records_a_field_captured_during_another_capture() {
      final Story story =
          Story.opened().twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "x"));
      story.does(new Input.RequestCapture(CARD, true));
      story.twilio(status().capture(DATE).missing(CODE).mask(DATE, "xxxx"));
      assertThat(story.session().capture()).contains(CARD);
      assertThat(story.session().field(DATE).captured()).isTrue();
      assertThat(story.session().field(CARD).captured()).isFalse();
    }

    @Test
    void keeps_values_that_a_callback_omits() {
      final Story story =
          Story.opened()
              .twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "xx42").brand("visa"))
              .twilio(status().capture(DATE).missing(DATE, CODE));
      assertThat(story.session().field(CARD).mask()).isEqualTo("xx42");
      assertThat(story.session().cardType()).contains("visa");
      story.twilio(status());
      assertThat(story.session().required()).contains(List.of(DATE, CODE));
    }

    @Test
    void a_refused_capture_stops_capturing() {
      assertThat(Story.opened().answered(refused(64020)).state()).isEqualTo(IDLE);
    }

    @Test
    void a_repeated_capture_that_is_running_continues() {
      assertThat(Story.opened().answered(refused(64021), REPEATED).state()).isEqualTo(CAPTURING);
    }

    @Test
    void fails_when_twilio_no_longer_knows_the_payment() {
      assertThat(Story.opened().answered(refused(20404)).state()).isEqualTo(FAILED);
    }

    @Test
    void a_refusal_after_the_call_ended_abandons() {
      assertThat(Story.opened().answered(refused(21220)).state()).isEqualTo(ABANDONED);
      assertThat(Story.charge().answered(refused(21220)).state()).isEqualTo(ABANDONED);
      assertThat(Story.submitted().answered(refused(21220)).state()).isEqualTo(FAILED);
    }

    @Test
    void ignores_the_answer_to_a_superseded_capture() {
      final Story story = Story.opened();
      final long first = story.captureNumber();
      story.does(new Input.RequestCapture(DATE, true));
      story.does(new Input.Answered(first, new Instruction.Capture(CARD), ONLY, refused(64020)));
      assertThat(story.state()).isEqualTo(CAPTURING);
      assertThat(story.session().capture()).contains(DATE);
    }

    @Test
    void an_existing_client_requests_the_first_field() {
      final Story story = Story.ofClient().answered(new Answer.Accepted(PAYMENT));
      assertThat(story.instructions()).isEmpty();
      assertThat(story.does(new Input.RequestCapture(CARD, false)).instructions())
          .containsExactly(new Instruction.Capture(CARD));
    }

    @Test
    void requests_the_next_field_before_an_existing_client() {
      final Story story = clientsCardDone();
      assertThat(story.instructions()).containsExactly(new Instruction.Capture(DATE));
      assertThat(story.session().ahead()).containsExactly(DATE);
      assertThat(story.does(new Input.RequestCapture(DATE, false)).instructions()).isEmpty();
      assertThat(story.session().ahead()).isEmpty();
      // The client has requested the field, so a repeated request restarts it.
      assertThat(story.does(new Input.RequestCapture(DATE, true)).instructions())
          .containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void an_existing_client_may_request_another_field() {
      final Story story = clientsCardDone().does(new Input.RequestCapture(CODE, false));
      assertThat(story.instructions())
          .containsExactly(new Instruction.Discard(DATE), new Instruction.Capture(CODE));
      // It also gets the field that the server had requested, when it requests that.
      assertThat(story.does(new Input.RequestCapture(DATE, false)).instructions())
          .containsExactly(new Instruction.Capture(DATE));
      assertThat(story.session().ahead()).isEmpty();
    }

    @Test
    void a_late_client_request_keeps_a_captured_field() {
      final Story story =
          clientsCardDone()
              .twilio(status().capture(DATE).missing(CODE).mask(CARD, "x").mask(DATE, "xxxx"));
      assertThat(story.session().capture()).contains(CODE);
      assertThat(story.does(new Input.RequestCapture(DATE, false)).instructions()).isEmpty();
      assertThat(story.does(new Input.RequestCapture(CODE, false)).instructions()).isEmpty();
      assertThat(story.session().ahead()).isEmpty();
      assertThat(story.session().field(DATE).captured()).isTrue();
    }

    @Test
    void requests_nothing_for_a_client_whose_order_is_unknown() {
      final Story story = clientsCardDone(Advance.CLIENT_ALONE);
      assertThat(story.instructions()).isEmpty();
      assertThat(story.state()).isEqualTo(IDLE);
      story
          .does(new Input.RequestCapture(CODE, true))
          .twilio(status().capture(CODE).missing(DATE).mask(CARD, "x").mask(CODE, "xxx"));
      assertThat(story.instructions()).isEmpty();
      story
          .does(new Input.RequestCapture(DATE, true))
          .twilio(status().capture(DATE).missing().mask(CARD, "x").mask(DATE, "xxxx"));
      assertThat(story.state()).isEqualTo(READY);
    }

    @Test
    void forgets_every_field_that_was_captured_ahead_in_a_wrong_order() {
      final Story story =
          clientsCardDone()
              .twilio(status().capture(DATE).missing(CODE).mask(CARD, "x").mask(DATE, "xxxx"))
              .twilio(status().capture(CODE).missing().mask(CARD, "x").mask(CODE, "xxx"));
      assertThat(story.state()).isEqualTo(READY);
      story.does(new Input.RequestCapture(CODE, false));
      assertThat(story.instructions())
          .containsExactly(new Instruction.Discard(DATE), new Instruction.Capture(CODE));
      assertThat(story.session().field(DATE).captured()).isFalse();
      assertThat(story.session().field(CODE).captured()).isFalse();
      story
          .twilio(status().capture(CODE).missing(DATE).mask(CARD, "x").mask(CODE, "xxx"))
          .does(new Input.RequestCapture(DATE, true));
      assertThat(story.instructions()).containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void requests_nothing_ahead_after_a_client_has_left_its_order() {
      final Story story =
          clientsCardDone()
              .does(new Input.RequestCapture(CODE, true))
              .twilio(status().capture(CODE).missing(DATE).mask(CARD, "x").mask(CODE, "xxx"));
      assertThat(story.instructions()).isEmpty();
      assertThat(story.state()).isEqualTo(IDLE);
    }

    private static Story clientsCardDone() {
      return clientsCardDone(Advance.CLIENT);
    }

    private static Story clientsCardDone(Advance advance) {
      return Story.ofClient(advance)
          .answered(new Answer.Accepted(PAYMENT))
          .does(new Input.RequestCapture(CARD, false))
          .twilio(status().capture(CARD).missing(DATE, CODE).mask(CARD, "x"));
    }

    @Test
    void applies_an_early_callback_after_the_answer() {
      final Story story =
          Story.opened().twilio(status().capture(CARD).missing(DATE, CODE).number(1));
      assertThat(story.state()).as("it may belong to an earlier capture").isEqualTo(CAPTURING);
      assertThat(story.instructions()).isEmpty();
      story.answered(new Answer.Accepted(PAYMENT));
      assertThat(story.session().field(CARD).captured()).isTrue();
      assertThat(story.instructions()).containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void applies_an_early_error_after_the_answer() {
      final Story story =
          Story.opened()
              .twilio(status().capture(CARD).error(ErrorType.INVALID_CARD_NUMBER).number(1));
      assertThat(story.instructions()).isEmpty();
      story.answered(new Answer.Accepted(PAYMENT));
      assertThat(story.instructions()).containsExactly(new Instruction.Capture(CARD));
      assertThat(story.session().field(CARD).rejections()).isEqualTo(1);
    }

    @Test
    void applies_an_early_callback_without_an_answer() {
      final Story story =
          Story.opened().twilio(status().capture(CARD).missing(DATE, CODE).number(1));
      story.answered(new Answer.NoAnswer("timeout"));
      assertThat(story.instructions()).containsExactly(new Instruction.Capture(DATE));
    }

    @Test
    void a_field_required_again_is_not_captured() {
      final Story story =
          Story.opened()
              .twilio(status().capture(CARD).missing(DATE, CODE).number(1))
              .twilio(status().capture(CARD).missing(CARD, DATE, CODE).number(1));
      story.answered(new Answer.Accepted(PAYMENT));
      assertThat(story.state()).isEqualTo(CAPTURING);
      assertThat(story.instructions()).isEmpty();
    }

    @Test
    void discards_a_callback_of_an_earlier_capture() {
      final Story story = Story.opened();
      final long earlier = story.captureNumber();
      story.does(new Input.RequestCapture(CARD, true));
      story.twilio(status().capture(CARD).missing(DATE, CODE).number(earlier));
      story.answered(new Answer.Accepted(PAYMENT));
      assertThat(story.state()).isEqualTo(CAPTURING);
      assertThat(story.instructions()).isEmpty();
    }

    @Test
    void cancels_when_nobody_types_for_too_long() {
      final Story story = Story.opened().waits(Duration.ofMinutes(15));
      assertThat(story.state()).isEqualTo(CANCELLING);
      assertThat(story.instructions()).containsExactly(new Instruction.Cancel());
    }
  }

  @Nested
  class Submitting {
    @Test
    void sends_the_complete_only_once() {
      final Story story = Story.ready().does(new Input.Submit());
      assertThat(story.instructions()).containsExactly(new Instruction.Complete());
      assertThat(story.does(new Input.Submit()).lastEvents()).isEmpty();
    }

    @Test
    void is_refused_before_all_fields_are_captured() {
      assertThatThrownBy(() -> Story.opened().does(new Input.Submit()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("CAPTURING");
    }

    @Test
    void ends_paid_with_the_confirmation() {
      final Story story =
          Story.submitted().twilio(status().result(PayResult.SUCCESS).confirmation("ch_1"));
      assertThat(story.state()).isEqualTo(PAID);
      assertThat(story.session().outcome().confirmationCode()).contains("ch_1");
    }

    @Test
    void ends_tokenized_with_the_token_or_the_profile() {
      final Story story =
          Story.tokenize()
              .twilio(status())
              .twilio(status().result(PayResult.SUCCESS).profile("cus_1"));
      assertThat(story.state()).isEqualTo(TOKENIZED);
      assertThat(story.session().outcome().token()).contains("cus_1");
    }

    @Test
    void cannot_be_cancelled() {
      assertThatThrownBy(() -> Story.submitted().does(new Input.Cancel()))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.NOT_NOW));
    }

    @Test
    void a_hang_up_changes_nothing() {
      assertThat(Story.submitted().does(new Input.CallOver("completed")).state())
          .isEqualTo(COMPLETING);
    }

    @Test
    void requests_a_field_that_twilio_misses() {
      final Story story = Story.ready();
      story.twilio(status().missing(CODE)); // `Required` lists the field again without a capture
      assertThat(story.does(new Input.Submit()).answered(refused(64019)).instructions())
          .containsExactly(new Instruction.Capture(CODE));
    }

    @Test
    void a_first_complete_that_is_refused_did_not_charge() {
      assertThat(Story.submitted().answered(refused(20404)).state()).isEqualTo(FAILED);
    }

    @Test
    void a_complete_without_an_answer_waits_for_the_result() {
      final Story story = Story.submitted().answered(new Answer.NoAnswer("timeout"));
      assertThat(story.state()).isEqualTo(COMPLETING);
    }
  }

  @Nested
  class Unconfirmed {
    @Test
    void a_late_result_ends_it() {
      final Story story =
          Story.unconfirmed().twilio(status().result(PayResult.SUCCESS).confirmation("ch_1"));
      assertThat(story.state()).isEqualTo(PAID);
    }

    @Test
    void is_resolved_by_a_supervisor_with_a_reason() {
      final Story story =
          Story.unconfirmed().does(new Input.Resolve(PAID, "seen at the bank", "ch_9"));
      assertThat(story.state()).isEqualTo(PAID);
      assertThat(story.session().outcome().confirmationCode()).contains("ch_9");
    }

    @Test
    void is_resolved_only_with_reason_evidence_and_final_state() {
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
    void twilios_answer_ends_a_cancel() {
      final Story story = Story.cancelling();
      assertThat(story.instructions()).containsExactly(new Instruction.Cancel());
      assertThat(story.answered(new Answer.Accepted(PAYMENT)).state()).isEqualTo(CANCELLED);
    }

    @Test
    void a_refusal_callback_or_hang_up_ends_a_cancel() {
      assertThat(Story.cancelling().answered(refused(20404)).state()).isEqualTo(CANCELLED);
      assertThat(
              Story.cancelling().twilio(status().result(PayResult.TRANSACTION_CANCELLED)).state())
          .isEqualTo(CANCELLED);
      assertThat(Story.cancelling().does(new Input.CallOver("completed")).state())
          .isEqualTo(CANCELLED);
    }

    @Test
    void a_cancel_ends_only_with_proof() {
      final Story story = Story.cancelling();
      for (int code : List.of(20003, 64020, 0)) {
        story.answered(new Answer.Refused(401, code, "refused"));
      }
      story.answered(new Answer.NoAnswer("HTTP 503")).answered(new Answer.NotSent("refused"));
      assertThat(story.state()).isEqualTo(CANCELLING);
      assertThat(story.session().holdsCall()).isTrue();
      assertThat(Story.decider(Story.HOSTED).due(story.session())).isEmpty();
      assertThat(story.answered(new Answer.Accepted(PAYMENT)).state()).isEqualTo(CANCELLED);
    }

    @Test
    void a_deadline_of_version_0_1_repeats_the_cancel() {
      assertThat(Story.cancelling().waits(Duration.ofSeconds(29)).instructions()).isEmpty();
      assertThat(Story.cancelling().waits(Duration.ofSeconds(30)).instructions())
          .containsExactly(new Instruction.Cancel());
    }

    @Test
    void session_in_progress_ends_an_untouched_session() {
      final Statuses other = status().error(ErrorType.SESSION_IN_PROGRESS);
      final Story cancelling = Story.charge().does(new Input.Cancel()).twilio(other);
      assertThat(cancelling.state()).isEqualTo(CANCELLED);
      assertThat(Story.opened().twilio(status().error(ErrorType.SESSION_IN_PROGRESS)).state())
          .as("although a field was requested already")
          .isEqualTo(FAILED);
      final Story submitted = Story.charge().twilio(status().capture(CARD).missing());
      submitted.does(new Input.Submit()).twilio(status().error(ErrorType.SESSION_IN_PROGRESS));
      assertThat(submitted.state()).as("it proves nothing about money").isEqualTo(COMPLETING);
    }

    @Test
    void a_dropped_create_does_not_end_a_cancel() {
      final Story story = Story.charge().does(new Input.Cancel()).twilio(status());
      story.does(new Input.Dropped(1, new Instruction.Create(story.session().request()), ONLY));
      assertThat(story.state()).isEqualTo(CANCELLING);
    }

    @Test
    void a_dropped_repeated_create_does_not_end_a_cancel() {
      final Story story = Story.charge().does(new Input.Cancel());
      story.does(new Input.Dropped(1, new Instruction.Create(story.session().request()), REPEATED));
      assertThat(story.state()).isEqualTo(CANCELLING);
    }

    @Test
    void a_success_during_a_cancel_is_paid() {
      assertThat(
              Story.cancelling()
                  .twilio(status().result(PayResult.SUCCESS).confirmation("ch"))
                  .state())
          .isEqualTo(PAID);
    }

    @Test
    void cancels_without_twilio_before_the_create_was_sent() {
      final Story story = Story.charge().does(new Input.Cancel());
      story.does(new Input.Dropped(1, new Instruction.Create(story.session().request()), ONLY));
      assertThat(story.state()).isEqualTo(CANCELLED);
    }

    @Test
    void adopts_a_payment_that_opens_during_a_cancel() {
      final Story story = Story.charge().does(new Input.Cancel()).twilio(status());
      assertThat(story.state()).isEqualTo(CANCELLING);
      assertThat(story.session().payment()).contains(PAYMENT);
    }

    @ParameterizedTest
    @EnumSource(
        value = PayResult.class,
        names = {"CALLER_INTERRUPTED_WITH_STAR", "CALLER_HUNG_UP"})
    void a_customer_who_leaves_abandons_the_session(PayResult result) {
      assertThat(Story.opened().twilio(status().result(result)).state()).isEqualTo(ABANDONED);
      assertThat(Story.ready().twilio(status().result(result)).state()).isEqualTo(ABANDONED);
    }

    @Test
    void the_end_of_the_call_abandons_unsubmitted_sessions() {
      for (Story story : List.of(Story.charge(), Story.opened(), Story.ready())) {
        assertThat(story.does(new Input.CallOver("completed")).state()).isEqualTo(ABANDONED);
      }
    }

    @Test
    void fails_on_an_internal_error_of_twilio() {
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
    void a_late_success_only_raises_an_alarm() {
      final Story story = ended().twilio(status().result(PayResult.SUCCESS).confirmation("ch"));
      assertThat(story.state()).isEqualTo(CANCELLED);
      assertThat(story.session().alarm()).isTrue();
    }

    @Test
    void a_repeated_success_raises_no_alarm() {
      final Story story =
          Story.submitted()
              .twilio(status().result(PayResult.SUCCESS).confirmation("ch"))
              .twilio(status().result(PayResult.SUCCESS).confirmation("ch"));
      assertThat(story.session().alarm()).isFalse();
      assertThat(story.state()).isEqualTo(PAID);
    }

    @Test
    void records_other_callbacks_without_changing_the_session() {
      final Story story = ended();
      final PaySession before = story.session();
      story.twilio(status().capture(CARD).missing(DATE).mask(CARD, "x").brand("visa"));
      assertThat(story.lastEvents()).hasOnlyElementsOfType(SessionEvent.StatusReceived.class);
      assertThat(story.session().fields()).isEqualTo(before.fields());
      assertThat(story.session().cardType()).isEqualTo(before.cardType());
    }

    @Test
    void cancels_a_second_payment_once() {
      final PaymentSid second = new PaymentSid("PK" + "9".repeat(32));
      final Story story = Story.opened().twilio(status().payment(second).session(Story.ID));
      assertThat(story.instructions()).containsExactly(new Instruction.CancelOrphan(second));
      assertThat(story.session().payment()).contains(PAYMENT);
      assertThat(story.twilio(status().payment(second).session(Story.ID)).instructions()).isEmpty();
      assertThat(story.state()).isEqualTo(CAPTURING);
    }

    @Test
    void ignores_a_callback_about_another_payment() {
      final Story story = Story.opened();
      story.twilio(
          status().payment(new PaymentSid("PK" + "9".repeat(32))).result(PayResult.SUCCESS));
      assertThat(story.lastEvents()).isEmpty();
    }
  }
}
