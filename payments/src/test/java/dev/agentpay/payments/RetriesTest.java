package dev.agentpay.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.Statuses;
import dev.agentpay.payments.values.Advance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Tests which instructions are retried after which answers.
class RetriesTest {
  private static final List<Instruction> TO_TWILIO =
      List.of(
          new Instruction.Create(Story.request(Optional.empty(), Advance.SERVER)),
          new Instruction.Capture(Story.CARD),
          new Instruction.Discard(Story.CODE),
          new Instruction.Complete(),
          new Instruction.Cancel(),
          new Instruction.CancelOrphan(Statuses.PAYMENT));
  private static final Answer UNKNOWN = new Answer.NoAnswer("HTTP 503");

  private final Retries retries =
      new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), new Random(1));

  @Test
  void retries_every_instruction_that_had_no_effect() {
    for (Instruction instruction : TO_TWILIO) {
      assertThat(retries.pause(instruction, new Answer.NotSent("refused"), 1, false)).isPresent();
      assertThat(retries.pause(instruction, new Answer.RateLimited(Optional.empty()), 1, false))
          .isPresent();
    }
  }

  @Test
  void never_retries_a_complete_that_may_have_arrived() {
    for (Instruction instruction : TO_TWILIO) {
      assertThat(retries.pause(instruction, UNKNOWN, 1, false).isPresent())
          .as(instruction.toString())
          .isEqualTo(!(instruction instanceof Instruction.Complete));
    }
  }

  @Test
  void does_not_retry_refused_or_accepted_instructions() {
    for (Instruction instruction : TO_TWILIO) {
      assertThat(retries.pause(instruction, new Answer.Refused(400, 64021, "invalid"), 1, false))
          .isEmpty();
      assertThat(retries.pause(instruction, new Answer.Accepted(Statuses.PAYMENT), 1, false))
          .isEmpty();
    }
  }

  @Test
  void waits_as_long_as_twilio_asks_in_every_attempt() {
    final Duration asked = Duration.ofMinutes(4);
    for (int attempt : List.of(1, Retries.MAX_ATTEMPTS, Retries.MAX_ATTEMPTS + 1)) {
      assertThat(
              retries.pause(
                  new Instruction.Cancel(),
                  new Answer.RateLimited(Optional.of(asked)),
                  attempt,
                  false))
          .as("attempt %d", attempt)
          .contains(asked);
    }
  }

  @Test
  void retries_a_cancel_until_nothing_is_left_to_cancel() {
    for (Instruction cancel :
        List.of(new Instruction.Cancel(), new Instruction.CancelOrphan(Statuses.PAYMENT))) {
      for (Answer again :
          List.of(
              UNKNOWN,
              new Answer.NotSent("refused"),
              new Answer.Refused(401, 20003, "Authenticate"),
              new Answer.Refused(409, 0, ""),
              new Answer.Refused(400, 64020, "not allowed"))) {
        assertThat(retries.pause(cancel, again, Retries.MAX_ATTEMPTS + 1, true))
            .as("%s after %s", cancel, again)
            .isPresent();
      }
      for (Answer last :
          List.of(
              new Answer.Accepted(Statuses.PAYMENT),
              new Answer.Refused(404, 20404, "not found"),
              new Answer.Refused(400, 21220, "not in progress"),
              new Answer.Refused(400, 64021, "invalid operation"))) {
        assertThat(retries.pause(cancel, last, 1, false)).as("%s after %s", cancel, last).isEmpty();
      }
      assertThat(retries.pause(cancel, UNKNOWN, Retries.MAX_LONG_PAUSE_ATTEMPTS, true))
          .as("no call lasts that long")
          .isEmpty();
    }
  }

  @Test
  void retries_a_create_that_may_have_arrived() {
    final Instruction create = TO_TWILIO.getFirst();
    final Answer notSent = new Answer.NotSent("refused");
    assertThat(retries.pause(create, UNKNOWN, Retries.MAX_ATTEMPTS, false)).isPresent();
    assertThat(retries.pause(create, notSent, Retries.MAX_ATTEMPTS, true)).isPresent();
    assertThat(retries.pause(create, notSent, Retries.MAX_ATTEMPTS, false))
        .as("no attempt arrived")
        .isEmpty();
  }

  @Test
  void limits_pauses_and_attempts() {
    final Instruction capture = new Instruction.Capture(Story.CARD);
    assertThat(retries.pause(capture, UNKNOWN, 1, false).orElseThrow())
        .isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(retries.pause(capture, UNKNOWN, Retries.MAX_ATTEMPTS - 1, false).orElseThrow())
        .isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(5));
    assertThat(retries.pause(capture, UNKNOWN, Retries.MAX_ATTEMPTS, false)).isEmpty();
    assertThat(
            retries
                .pause(new Instruction.Cancel(), UNKNOWN, Retries.MAX_ATTEMPTS, false)
                .orElseThrow())
        .isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
  }

  @Test
  void waits_as_long_as_twilio_asks() {
    final Answer later = new Answer.RateLimited(Optional.of(Duration.ofSeconds(30)));
    assertThat(retries.pause(new Instruction.Complete(), later, 1, false))
        .contains(Duration.ofSeconds(30));
  }
}
