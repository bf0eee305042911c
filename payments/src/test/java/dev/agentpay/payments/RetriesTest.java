package dev.agentpay.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.values.Advance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is attempted again, after which answer.
class RetriesTest {
  private static final List<Instruction> TO_TWILIO =
      List.of(
          new Instruction.Create(Story.request(Optional.empty(), Advance.SERVER)),
          new Instruction.Capture(Story.CARD),
          new Instruction.Complete(),
          new Instruction.Cancel(),
          new Instruction.CancelOrphan(Statuses.PAYMENT));
  private static final Answer MAYBE = new Answer.NoAnswer("HTTP 503");

  private final Retries retries =
      new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), new Random(1));

  @Test
  void what_surely_did_not_happen_is_tried_again_whatever_it_was() {
    for (Instruction instruction : TO_TWILIO) {
      assertThat(retries.pause(instruction, new Answer.NotSent("refused"), 1)).isPresent();
      assertThat(retries.pause(instruction, new Answer.TooMany(Optional.empty()), 1)).isPresent();
    }
  }

  @Test
  void what_may_have_happened_is_tried_again_but_never_a_complete() {
    for (Instruction instruction : TO_TWILIO) {
      assertThat(retries.pause(instruction, MAYBE, 1).isPresent())
          .as(instruction.toString())
          .isEqualTo(!(instruction instanceof Instruction.Complete));
    }
  }

  @Test
  void what_was_refused_or_accepted_is_not_tried_again() {
    for (Instruction instruction : TO_TWILIO) {
      assertThat(retries.pause(instruction, new Answer.Refused(400, 64019, "missing"), 1))
          .isEmpty();
      assertThat(retries.pause(instruction, new Answer.Accepted(Statuses.PAYMENT), 1)).isEmpty();
    }
  }

  @Test
  void pauses_grow_to_a_bound_and_attempts_come_to_an_end() {
    final Instruction cancel = new Instruction.Cancel();
    assertThat(retries.pause(cancel, MAYBE, 1).orElseThrow())
        .isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(retries.pause(cancel, MAYBE, Retries.MAX_ATTEMPTS - 1).orElseThrow())
        .isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(5));
    assertThat(retries.pause(cancel, MAYBE, Retries.MAX_ATTEMPTS)).isEmpty();
  }

  @Test
  void twilios_own_pause_is_kept() {
    final Answer later = new Answer.TooMany(Optional.of(Duration.ofSeconds(30)));
    assertThat(retries.pause(new Instruction.Complete(), later, 1))
        .contains(Duration.ofSeconds(30));
  }
}
