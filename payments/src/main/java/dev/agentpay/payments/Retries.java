package dev.agentpay.payments;

import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Decides whether and when an instruction is retried.
///
/// If an instruction certainly had no effect (no connection, 429), it is retried. If it may have
/// had an effect (timeout, 5xx), it is retried unless it is a `complete`: Twilio reports how that
/// ended. A cancel is retried until Twilio accepts it or has nothing left to cancel. A create is
/// retried until we know whether it opened a Payment, because otherwise that Payment could not be
/// cancelled. Questions to the ledger are not retried here; the session's deadline repeats them.
///
/// @param first pause before the second attempt; doubles with each attempt
/// @param longest maximum pause between two of the first [#MAX_ATTEMPTS] attempts
/// @param random source of jitter, so that many sessions do not retry at the same time
public record Retries(Duration first, Duration longest, RandomGenerator random) {
  /// Maximum number of attempts while a customer waits. With the production pauses, the last
  /// attempt is made after about half a minute; a customer on the phone does not wait longer.
  public static final int MAX_ATTEMPTS = 10;

  /// Pause between two attempts after the first [#MAX_ATTEMPTS], for cancels and for creates that
  /// may have opened a Payment.
  public static final Duration LONG_PAUSE = Duration.ofMinutes(1);

  /// Maximum total number of attempts at a cancel or create. The pauses between them, at least half
  /// of [#LONG_PAUSE] each, span more than a day, and no call lasts longer than that.
  ///
  /// @see <a href="https://www.twilio.com/docs/voice/api/call-resource">Twilio: a call lasts 24 h
  ///   at most</a>
  public static final int MAX_LONG_PAUSE_ATTEMPTS = 3_000;

  private static final int MAX_DOUBLINGS = 20;

  /// Returns the pause before the next attempt; empty if there is none.
  ///
  /// @param attempt number of the answered attempt, from 1
  /// @param repeated whether an earlier attempt may have reached Twilio
  Optional<Duration> pause(Instruction instruction, Answer answer, int attempt, boolean repeated) {
    if (!isRetryable(instruction, answer)) {
      return Optional.empty();
    }
    if (attempt >= MAX_ATTEMPTS) {
      final boolean mayHaveOpened =
          instruction instanceof Instruction.Create
              && (repeated || answer instanceof Answer.NoAnswer);
      return (mayHaveOpened || isCancel(instruction)) && attempt < MAX_LONG_PAUSE_ATTEMPTS
          ? Optional.of(atLeast(answer, withJitter(LONG_PAUSE)))
          : Optional.empty();
    }
    return Optional.of(atLeast(answer, backoff(attempt)));
  }

  /// Returns this pause, or a longer one that Twilio asks for.
  private static Duration atLeast(Answer answer, Duration pause) {
    return answer instanceof Answer.RateLimited limited
        ? longer(limited.pause().orElse(pause), pause)
        : pause;
  }

  private static boolean isRetryable(Instruction instruction, Answer answer) {
    return switch (answer) {
      case Answer.NotSent _, Answer.RateLimited _ ->
          !(instruction instanceof Instruction.AskLedger);
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
    return withJitter(full.compareTo(longest) > 0 ? longest : full);
  }

  private Duration withJitter(Duration pause) {
    final long half = pause.toMillis() / 2;
    return Duration.ofMillis(half + random.nextLong(half + 1));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
