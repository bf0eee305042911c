package dev.agentpay.payments.session;

import dev.agentpay.payments.proof.LastWord;
import dev.agentpay.payments.proof.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long a session may stay in each state. With these, every session ends or is on a person's
/// list.
///
/// @param opening until Twilio has opened the Payment
/// @param idle while no field is asked for
/// @param capturing for one field
/// @param ready until the agent submits
/// @param completing until Twilio has said how it ended; the connector alone may take six times 10
///   s, so at least 90 s in production
/// @param ledger until an unconfirmed session asks the ledger a second time; doubled each time
/// @param retries how long Twilio may ask the connector after its last word: [Proof#RETRY_WINDOW],
///   unless there is no real Twilio
/// @see <a href="https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector">Twilio: the
///   connector's time-out and retries</a>
public record Deadlines(
    Duration opening,
    Duration idle,
    Duration capturing,
    Duration ready,
    Duration completing,
    Duration ledger,
    Duration retries) {

  /// How often the ledger is asked: with the production deadlines this spans two days, and then the
  /// session stays on a person's list.
  public static final int MAX_LEDGER_QUESTIONS = 60;

  /// Longest pause between two questions to the ledger.
  public static final Duration MAX_LEDGER_PAUSE = Duration.ofHours(1);

  /// What a contact centre runs with.
  public static final Deadlines PRODUCTION =
      new Deadlines(
          Duration.ofSeconds(45),
          Duration.ofMinutes(15),
          Duration.ofMinutes(15),
          Duration.ofMinutes(15),
          Duration.ofSeconds(100),
          Duration.ofSeconds(5),
          Proof.RETRY_WINDOW);

  public Deadlines {
    for (Duration d :
        new Duration[] {opening, idle, capturing, ready, completing, ledger, retries}) {
      if (d.isNegative() || d.isZero()) {
        throw new IllegalArgumentException("a deadline is longer than nothing");
      }
    }
  }

  /// When this session has to be looked at again by itself. Empty once it is final, while a cancel
  /// is being sent, or when the ledger has been asked often enough and a person must look.
  public Optional<Instant> of(PaySession session) {
    return switch (session.state()) {
      case OPENING -> after(session, opening);
      case IDLE -> after(session, idle);
      case CAPTURING -> after(session, capturing);
      case READY -> after(session, ready);
      case COMPLETING -> after(session, completing);
      case UNCONFIRMED ->
          session.ledgerAsked() >= MAX_LEDGER_QUESTIONS
              ? Optional.empty()
              : Optional.of(nextQuestion(session));
      case CANCELLING, PAID, TOKENIZED, DECLINED, CANCELLED, ABANDONED, FAILED -> Optional.empty();
    };
  }

  /// An empty ledger proves something only when Twilio asks no more, so it is asked then, too.
  private Instant nextQuestion(PaySession session) {
    final Instant next = session.stateSince().plus(untilQuestion(session.ledgerAsked() + 1));
    return session
        .lastWord()
        .map(this::retriesOver)
        .filter(over -> over.isBefore(next))
        .filter(
            over -> session.ledgerQuestion().map(asked -> asked.at().isBefore(over)).orElse(true))
        .orElse(next);
  }

  /// Whether Twilio asked the connector no more when this question was put to the ledger. Only of
  /// the newest question it is known when that was.
  ///
  /// @param question the number of the event that caused it
  boolean retriesWereOver(PaySession session, long question) {
    return session
        .lastWord()
        .flatMap(
            word ->
                session
                    .ledgerQuestion()
                    .filter(newest -> newest.number() == question)
                    .filter(newest -> !newest.at().isBefore(retriesOver(word))))
        .isPresent();
  }

  private Instant retriesOver(LastWord word) {
    return word.at().plus(retries);
  }

  /// From becoming unconfirmed to the n-th question: the first at once, then ever longer pauses.
  private Duration untilQuestion(int n) {
    Duration total = Duration.ZERO;
    Duration pause = ledger;
    for (int i = 1; i < n; i++) {
      total = total.plus(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(MAX_LEDGER_PAUSE) > 0 ? MAX_LEDGER_PAUSE : pause;
    }
    return total;
  }

  private static Optional<Instant> after(PaySession session, Duration duration) {
    return Optional.of(session.stateSince().plus(duration));
  }
}
