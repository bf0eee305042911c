package dev.agentpay.payments;

import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Whether and when an instruction is attempted again.
///
/// What surely did not happen (no connection, 429) is tried again whatever it was. What may have
/// happened (time-out, 5xx) is tried again except a `complete`: Twilio tells how that ended. A
/// cancel is tried again until Twilio has taken it or has nothing left to cancel, and a create
/// until it is known whether it opened a Payment: otherwise nobody could cancel that.
///
/// @param first pause before the second attempt; doubled each time
/// @param longest pause between two of the first [#MAX_ATTEMPTS] attempts
/// @param random spreads the attempts of many sessions
public record Retries(Duration first, Duration longest, RandomGenerator random) {
  /// Most attempts at an instruction for which a customer waits. With the production pauses the
  /// last is made after about half a minute; a customer on the phone does not wait longer.
  public static final int MAX_ATTEMPTS = 10;

  /// Pause between two attempts at what is tried until it is done, after the first [#MAX_ATTEMPTS].
  public static final Duration PATIENT_PAUSE = Duration.ofMinutes(1);

  /// Most attempts at what is tried until it is done: with the patient pause they span more than a
  /// day, and no call lasts longer than that.
  ///
  /// @see <a href="https://www.twilio.com/docs/voice/api/call-resource">Twilio: a call lasts 24 h
  ///   at most</a>
  public static final int MAX_PATIENT_ATTEMPTS = 2_000;

  private static final int MAX_DOUBLINGS = 20;

  /// How long to wait before the next attempt; empty when there is none.
  ///
  /// @param attempt which attempt was answered, from 1
  /// @param repeated whether an attempt before it may have arrived
  Optional<Duration> pause(Instruction instruction, Answer answer, int attempt, boolean repeated) {
    if (!isRepeated(instruction, answer)) {
      return Optional.empty();
    }
    if (attempt >= MAX_ATTEMPTS) {
      final boolean mayBeOpen =
          instruction instanceof Instruction.Create
              && (repeated || answer instanceof Answer.NoAnswer);
      return (mayBeOpen || isCancel(instruction)) && attempt < MAX_PATIENT_ATTEMPTS
          ? Optional.of(spread(PATIENT_PAUSE))
          : Optional.empty();
    }
    final Duration backoff = backoff(attempt);
    return answer instanceof Answer.TooMany tooMany
        ? Optional.of(longer(tooMany.pause().orElse(backoff), backoff))
        : Optional.of(backoff);
  }

  private static boolean isRepeated(Instruction instruction, Answer answer) {
    return switch (answer) {
      case Answer.NotSent _, Answer.TooMany _ -> !(instruction instanceof Instruction.AskLedger);
      case Answer.NoAnswer _ ->
          !(instruction instanceof Instruction.Complete
              || instruction instanceof Instruction.AskLedger);
      case Answer.Refused refused -> isCancel(instruction) && !refused.leavesNothingToCancel();
      case Answer.Accepted _, Answer.Ledger _, Answer.NoLedger _ -> false;
    };
  }

  private static boolean isCancel(Instruction instruction) {
    return instruction instanceof Instruction.Cancel
        || instruction instanceof Instruction.CancelOrphan;
  }

  private Duration backoff(int attempt) {
    final Duration full = first.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    return spread(full.compareTo(longest) > 0 ? longest : full);
  }

  private Duration spread(Duration pause) {
    final long half = pause.toMillis() / 2;
    return Duration.ofMillis(half + random.nextLong(half + 1));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
