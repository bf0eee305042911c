package dev.agentpay.client.capture;

import static dev.agentpay.client.capture.CaptureEvent.Step.CANCELLED_CAPTURE;
import static dev.agentpay.client.capture.CaptureEvent.Step.CAPTURE_COMPLETE;
import static dev.agentpay.client.capture.CaptureEvent.Step.CAPTURING;
import static dev.agentpay.client.capture.Samples.CARD;
import static dev.agentpay.client.capture.Samples.CODE;
import static dev.agentpay.client.capture.Samples.EXPIRY;
import static dev.agentpay.client.capture.Samples.captured;
import static dev.agentpay.client.capture.Samples.capturing;
import static dev.agentpay.client.capture.Samples.reason;
import static dev.agentpay.client.capture.Samples.session;
import static dev.agentpay.client.capture.Samples.typing;
import static dev.agentpay.client.capture.Samples.withOutcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.CaptureException.Code;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The same cases as `payment.test.ts` of the JavaScript client.
class PaymentTest {
  private final List<CaptureEvent> events = new ArrayList<>();

  @Test
  void tells_each_step_once() {
    final PaySession first = capturing(CARD);
    final PaySession paid = captured(SessionState.PAID);
    final Payment payment = follow(session(SessionState.OPENING));
    observe(payment, session(SessionState.IDLE), first, first, capturing(CODE, CARD));
    observe(payment, captured(SessionState.READY), captured(SessionState.COMPLETING));
    observe(payment, newer(paid));
    assertThat(progress())
        .containsExactly(
            CAPTURING,
            asked(CARD),
            asked(CODE),
            asked(EXPIRY),
            CAPTURE_COMPLETE,
            new CaptureEvent.SubmitComplete(payment.session()));
  }

  @Test
  void tells_the_steps_that_passed_while_the_connection_was_broken() {
    observe(follow(capturing(CARD)), captured(SessionState.READY));
    assertThat(progress())
        .containsExactly(CAPTURING, asked(CARD), asked(CODE), asked(EXPIRY), CAPTURE_COMPLETE);
  }

  @Test
  void continues_a_payment_that_was_opened_before() {
    follow(capturing(CODE, CARD));
    assertThat(progress()).containsExactly(CAPTURING, asked(CODE));
  }

  @Test
  void ignores_older_states() {
    final PaySession older = capturing(CARD);
    final Payment payment = follow(captured(SessionState.READY));
    observe(payment, older);
    assertThat(progress()).containsExactly(CAPTURING, CAPTURE_COMPLETE);
    assertThat(payment.session().state()).isEqualTo(SessionState.READY);
  }

  @Test
  void updates_the_card_only_if_something_has_changed() {
    final PaySession state = capturing(CODE);
    final Payment payment = Payment.follow(state, Optional.of(typing(CODE, "x")), events::add);
    payment.observe(state, Optional.of(typing(CODE, "x")));
    payment.observe(state, Optional.of(typing(CODE, "xx")));
    assertThat(events.stream().filter(CaptureEvent.Updated.class::isInstance)).hasSize(2);
  }

  @Test
  void an_unconfirmed_payment_is_not_complete_until_there_is_proof() {
    final Payment payment = follow(captured(SessionState.COMPLETING));
    final CompletableFuture<PaySession> submitted = payment.until(Goal.SUBMITTED);
    observe(payment, captured(SessionState.UNCONFIRMED));
    assertThat(codeOf(Goal.SUBMITTED, submitted)).isEqualTo(Code.UNCONFIRMED);
    assertThat(errors()).containsExactly(Code.UNCONFIRMED);
    assertThat(payment.isOpen()).isFalse();
    observe(payment, captured(SessionState.PAID));
    assertThat(progress()).last().isInstanceOf(CaptureEvent.SubmitComplete.class);
    assertThat(payment.until(Goal.SUBMITTED).join().state()).isEqualTo(SessionState.PAID);
  }

  @Test
  void rejects_a_submit_that_twilio_did_not_take() {
    final Payment payment = follow(captured(SessionState.COMPLETING));
    final CompletableFuture<PaySession> submitted = payment.until(Goal.SUBMITTED);
    observe(payment, capturing(CODE, CARD, EXPIRY));
    assertThat(codeOf(Goal.SUBMITTED, submitted)).isEqualTo(Code.NOT_SUBMITTED);
    assertThat(errors()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"DECLINED", "ABANDONED", "FAILED"})
  void an_end_without_success_is_one_error(SessionState end) {
    final Payment payment = follow(captured(SessionState.COMPLETING));
    final CompletableFuture<PaySession> submitted = payment.until(Goal.SUBMITTED);
    observe(payment, withOutcome(captured(end), reason("no funds")));
    final CaptureException error = failure(Goal.SUBMITTED, submitted);
    assertThat(error.code()).isEqualTo(Code.valueOf(end.name()));
    assertThat(error.detail()).endsWith(": no funds");
    assertThat(error.paySession()).contains(payment.session());
    payment.report(error);
    assertThat(errors()).containsExactly(Code.valueOf(end.name()));
  }

  @Test
  void rejects_a_cancel_that_came_too_late() {
    final Payment payment = follow(captured(SessionState.CANCELLING));
    final CompletableFuture<PaySession> cancelled = payment.until(Goal.CANCELLED);
    observe(payment, captured(SessionState.PAID));
    assertThat(codeOf(Goal.CANCELLED, cancelled)).isEqualTo(Code.PAID);
    assertThat(progress()).doesNotContain(CANCELLED_CAPTURE);
  }

  @Test
  void rejects_a_start_that_was_cancelled() {
    final Payment payment = follow(session(SessionState.OPENING));
    final CompletableFuture<PaySession> opened = payment.until(Goal.OPENED);
    observe(payment, session(SessionState.CANCELLED));
    assertThat(codeOf(Goal.OPENED, opened)).isEqualTo(Code.CANCELLED);
    assertThat(progress()).contains(CANCELLED_CAPTURE);
  }

  @Test
  void waits_for_all_fields() {
    final Payment payment = follow(capturing(CARD));
    final CompletableFuture<PaySession> complete = payment.until(Goal.CAPTURED);
    observe(payment, capturing(CODE, CARD));
    assertThat(complete).isNotDone();
    observe(payment, captured(SessionState.READY));
    assertThat(complete).isCompleted();
    final CompletableFuture<PaySession> again = payment.until(Goal.CAPTURED);
    assertThat(again).isCompleted();
  }

  @Test
  void tells_a_reset_before_the_customer_is_asked_again() {
    final Payment payment = follow(capturing(CODE, CARD));
    events.clear();
    payment.beginReset(CARD);
    observe(payment, capturing(CARD));
    payment.endReset(CARD, true);
    assertThat(progress()).containsExactly(new CaptureEvent.Reset(CARD), asked(CARD));
  }

  @Test
  void tells_no_reset_that_failed() {
    final Payment payment = follow(capturing(CARD));
    events.clear();
    payment.beginReset(CODE);
    observe(payment, capturing(CODE, CARD)); // the customer has come to it without the reset
    payment.endReset(CODE, false);
    assertThat(progress()).containsExactly(asked(CODE));
    payment.beginReset(CARD);
    payment.endReset(CARD, false);
    assertThat(progress()).hasSize(1);
  }

  @Test
  void ends_the_waits_when_it_is_followed_no_longer() {
    final Payment payment = follow(captured(SessionState.COMPLETING));
    final CompletableFuture<PaySession> submitted = payment.until(Goal.SUBMITTED);
    payment.giveUp(new CaptureException(Code.DETACHED, "detached", Optional.empty()));
    assertThatThrownBy(submitted::join).hasCauseInstanceOf(CaptureException.class);
  }

  private Payment follow(PaySession first) {
    return Payment.follow(first, Optional.empty(), events::add);
  }

  private static void observe(Payment payment, PaySession... states) {
    for (PaySession state : states) {
      payment.observe(state, Optional.empty());
    }
  }

  /// The same session with a newer version.
  private static PaySession newer(PaySession session) {
    return withOutcome(session, reason(""));
  }

  /// The events without card updates.
  private List<CaptureEvent> progress() {
    return events.stream().filter(e -> !(e instanceof CaptureEvent.Updated)).toList();
  }

  private List<Code> errors() {
    return events.stream()
        .filter(CaptureEvent.Failed.class::isInstance)
        .map(event -> ((CaptureException) ((CaptureEvent.Failed) event).error()).code())
        .toList();
  }

  private static CaptureEvent asked(CaptureField field) {
    return new CaptureEvent.AskedFor(field);
  }

  private static Code codeOf(Goal goal, CompletableFuture<PaySession> decided) {
    return failure(goal, decided).code();
  }

  private static CaptureException failure(Goal goal, CompletableFuture<PaySession> decided) {
    assertThat(decided).isCompleted();
    return catchThrowableOfType(CaptureException.class, () -> goal.check(decided.join()));
  }
}
