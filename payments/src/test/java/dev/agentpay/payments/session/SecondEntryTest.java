package dev.agentpay.payments.session;

import static dev.agentpay.payments.Story.CARD;
import static dev.agentpay.payments.Story.CODE;
import static dev.agentpay.payments.Story.DATE;
import static dev.agentpay.payments.session.Statuses.PAYMENT;
import static dev.agentpay.payments.session.Statuses.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.payments.Story;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests fields that the customer has to type twice.
class SecondEntryTest {
  private static final Instruction FIRST = new Instruction.Capture(CARD);
  private static final Instruction SECOND = new Instruction.Capture(CARD, true);

  @Test
  void the_second_entry_is_requested_when_the_first_is_in() {
    final Story story = story().twilio(firstIsIn());
    assertThat(story.instructions()).containsExactly(SECOND);
    assertThat(story.session().secondEntry()).isTrue();
    assertThat(story.session().field(CARD).captured()).isFalse();
    assertThat(story.session().field(CARD).mask()).isEqualTo("xxxx4242");
  }

  @Test
  void a_field_is_captured_when_both_entries_match() {
    final Story story = second();
    story.twilio(status().capture(CARD).missing(CARD, DATE, CODE).second());
    assertThat(story.instructions()).isEmpty();
    story.twilio(secondIsIn());
    assertThat(story.lastEvents()).contains(new SessionEvent.FieldCaptured(CARD));
    assertThat(story.instructions()).containsExactly(new Instruction.Capture(DATE));
    assertThat(story.session().secondEntry()).isFalse();
  }

  @Test
  void a_field_that_is_typed_once_needs_no_second_entry() {
    final Story story = second().twilio(secondIsIn());
    story.twilio(status().capture(DATE).missing(CODE).mask(DATE, "xxxx"));
    assertThat(story.instructions()).containsExactly(new Instruction.Capture(CODE));
  }

  @Test
  void a_second_entry_that_nobody_asked_for_is_not_requested() {
    final Story story = Story.opened().twilio(firstIsIn());
    assertThat(story.instructions()).isEmpty();
  }

  @Test
  void a_mismatch_requests_both_entries_twice_and_then_waits_for_the_agent() {
    final Story story = second();
    for (int i = 0; i < 2; i++) {
      story.twilio(mismatch().second());
      assertThat(story.instructions()).containsExactly(FIRST);
      assertThat(story.session().field(CARD).error()).contains(ErrorType.INPUT_MATCHING_FAILED);
      assertThat(story.session().field(CARD).mask()).isEmpty();
      story.twilio(firstIsIn());
      assertThat(story.instructions()).containsExactly(SECOND);
      assertThat(story.session().field(CARD).error()).contains(ErrorType.INPUT_MATCHING_FAILED);
    }
    story.twilio(mismatch().second());
    assertThat(story.instructions()).isEmpty();
    assertThat(story.state()).isEqualTo(SessionState.IDLE);
    assertThat(story.session().field(CARD).rejections()).isEqualTo(3);

    story.does(new Input.RequestCapture(CARD, false));
    assertThat(story.instructions()).containsExactly(FIRST);
    story.twilio(firstIsIn()).twilio(secondIsIn());
    assertThat(story.session().field(CARD)).isEqualTo(captured());
  }

  @Test
  void a_mismatch_may_name_the_field_instead_of_its_second_entry() {
    assertThat(second().twilio(mismatch()).instructions()).containsExactly(FIRST);
  }

  @Test
  void a_timeout_of_the_second_entry_keeps_the_first() {
    final Story story = second();
    story.twilio(status().capture(CARD).error(ErrorType.INPUT_TIMEOUT).second());
    assertThat(story.instructions()).containsExactly(SECOND);
    story.twilio(status().capture(CARD).error(ErrorType.INPUT_TIMEOUT).second());
    assertThat(story.state()).isEqualTo(SessionState.IDLE);
    assertThat(story.session().secondEntry()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorType.class,
      names = {"INVALID_CARD_NUMBER", "INVALID_CARD_TYPE"})
  void another_error_of_the_second_entry_requests_both(ErrorType error) {
    final Story story = second().twilio(status().capture(CARD).error(error).second());
    assertThat(story.instructions()).containsExactly(FIRST);
  }

  @Test
  void a_late_error_of_the_other_entry_changes_nothing() {
    final Story first = story();
    first.twilio(status().capture(CARD).error(ErrorType.INPUT_TIMEOUT).second());
    assertThat(first.instructions()).isEmpty();
    final Story second = second();
    second.twilio(status().capture(CARD).error(ErrorType.INPUT_TIMEOUT));
    assertThat(second.instructions()).isEmpty();
    assertThat(second.session().secondEntry()).isTrue();
  }

  @Test
  void only_digits_of_the_current_entry_are_shown() {
    final Story story = story();
    assertThat(story.twilio(status().typing(CARD, "x").second()).digits()).isEmpty();
    assertThat(story.twilio(status().typing(CARD, "x")).digits()).isPresent();
    story.twilio(firstIsIn());
    assertThat(story.twilio(status().typing(CARD, "xx")).digits()).isEmpty();
    assertThat(story.twilio(status().typing(CARD, "x").second()).digits()).isPresent();
  }

  @Test
  void the_end_of_the_first_entry_counts_once() {
    final Story story = story();
    final Statuses end = firstIsIn().at(story.time().plusMillis(10));
    story.twilio(end).twilio(end);
    assertThat(story.lastEvents()).isEmpty();
    // Twilio's clock has milliseconds: the first entry may start and end within one.
    final Story quick = story();
    final Statuses start =
        status().capture(CARD).missing(CARD, DATE, CODE).at(quick.time().plusMillis(10));
    quick.twilio(start).twilio(firstIsIn().at(quick.time()));
    assertThat(quick.instructions()).containsExactly(SECOND);
  }

  @Test
  void an_early_end_of_the_first_entry_waits_for_twilios_answer() {
    final Story story = Story.typedTwice(Advance.SERVER);
    story.twilio(firstIsIn().number(1));
    assertThat(story.instructions()).isEmpty();
    story.answered(new Answer.Accepted(PAYMENT));
    assertThat(story.instructions()).containsExactly(SECOND);
    story.twilio(secondIsIn().number(1)).answered(new Answer.Accepted(PAYMENT));
    assertThat(story.instructions()).containsExactly(new Instruction.Capture(DATE));
  }

  @Test
  void a_refused_second_entry_is_left_to_the_agent() {
    final Story story =
        story().twilio(firstIsIn()).answered(new Answer.Refused(400, 64021, "no first entry"));
    assertThat(story.state()).isEqualTo(SessionState.IDLE);
    story.does(new Input.RequestCapture(CARD, false));
    assertThat(story.instructions()).containsExactly(FIRST);
  }

  @Test
  void the_agent_can_start_a_field_again_during_its_second_entry() {
    final Story story = second();
    story.does(new Input.RequestCapture(CARD, false));
    assertThat(story.instructions()).isEmpty();
    story.does(new Input.RequestCapture(CARD, true));
    assertThat(story.instructions()).containsExactly(FIRST);
    assertThat(story.session().secondEntry()).isFalse();
  }

  @Test
  void the_server_requests_the_second_entry_even_if_the_client_requests_fields() {
    final Story story = Story.typedTwice(Advance.CLIENT);
    story.does(new Input.RequestCapture(CARD, false)).answered(new Answer.Accepted(PAYMENT));
    story.twilio(firstIsIn());
    assertThat(story.instructions()).containsExactly(SECOND);
    story.twilio(mismatch().second());
    assertThat(story.state()).isEqualTo(SessionState.IDLE);
  }

  @Test
  void a_session_in_progress_elsewhere_does_not_end_a_session_in_its_second_entry() {
    final Story story = story().twilio(firstIsIn());
    story.twilio(status().error(ErrorType.SESSION_IN_PROGRESS));
    assertThat(story.state().isFinal()).isFalse();
  }

  @Test
  void a_request_names_fields_of_its_capture_order_once() {
    assertThatThrownBy(() -> request(List.of(CARD, CARD))).hasMessageContaining("twice");
    assertThatThrownBy(() -> request(List.of(CaptureField.POSTAL_CODE)))
        .hasMessageContaining("not in captureOrder");
  }

  private static PayRequest request(List<CaptureField> typeTwice) {
    return Story.request(Statuses.CALL, Optional.empty(), Advance.SERVER, typeTwice);
  }

  private static FieldState captured() {
    return new FieldState("xxxx4242", true, 0, Optional.empty());
  }

  private static Story story() {
    return Story.typedTwice(Advance.SERVER).answered(new Answer.Accepted(PAYMENT));
  }

  /// The customer types the card for the second time.
  private static Story second() {
    return story().twilio(firstIsIn()).answered(new Answer.Accepted(PAYMENT));
  }

  private static Statuses firstIsIn() {
    return status().capture(CARD).missing(CARD, DATE, CODE).mask(CARD, "xxxx4242").secondDue();
  }

  private static Statuses secondIsIn() {
    return status().capture(CARD).missing(DATE, CODE).mask(CARD, "xxxx4242").second();
  }

  private static Statuses mismatch() {
    return status().capture(CARD).missing(CARD, DATE, CODE).error(ErrorType.INPUT_MATCHING_FAILED);
  }
}
