package dev.agentpay.payments;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Whether and when an instruction is attempted again.
///
/// What surely did not happen (no connection, 429) is tried again whatever it was. What may have
/// happened (time-out, 5xx) is tried again except a `complete`: Twilio tells how that ended.
///
/// @param first pause before the second attempt; doubled each time
/// @param longest pause between two attempts
/// @param random spreads the attempts of many sessions
public record Retries(Duration first, Duration longest, RandomGenerator random) {
  /// Most attempts at one instruction. With the production pauses the last is made after about half
  /// a minute; a customer on the phone does not wait longer.
  public static final int MAX_ATTEMPTS = 10;

  /// How long to wait before the next attempt; empty when there is none.
  Optional<Duration> pause(Instruction instruction, Answer answer, int attempt) {
    final boolean again =
        switch (answer) {
          case Answer.NotSent _, Answer.TooMany _ ->
              !(instruction instanceof Instruction.AskLedger);
          case Answer.NoAnswer _ ->
              !(instruction instanceof Instruction.Complete
                  || instruction instanceof Instruction.AskLedger);
          case Answer.Accepted _, Answer.Refused _, Answer.Ledger _, Answer.NoLedger _ -> false;
        };
    if (!again || attempt >= MAX_ATTEMPTS) {
      return Optional.empty();
    }
    final Duration backoff = backoff(attempt);
    return answer instanceof Answer.TooMany tooMany
        ? Optional.of(longer(tooMany.pause().orElse(backoff), backoff))
        : Optional.of(backoff);
  }

  private Duration backoff(int attempt) {
    final Duration full = first.multipliedBy(1L << (attempt - 1));
    final Duration capped = full.compareTo(longest) > 0 ? longest : full;
    final long half = capped.toMillis() / 2;
    return Duration.ofMillis(half + random.nextLong(half + 1));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
