package dev.agentpay.payments.session;

import dev.agentpay.payments.proof.LastWord;
import dev.agentpay.payments.proof.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Maximum duration of each state. Because of them, every session either ends or is listed for a
/// person to resolve.
///
/// @param opening until Twilio has opened the Payment
/// @param idle while no field is being captured
/// @param capturing for capturing one field
/// @param ready until the agent submits the payment
/// @param completing until Twilio reports the result; the connector alone may take six times 10 s,
///   so use at least 90 s in production
/// @param ledger until an unconfirmed session asks the ledger a second time; doubles with each
///   question
/// @param retries how long Twilio may still retry its request to the connector after the Payment's
///   final callback: [Proof#RETRY_WINDOW], or less in tests without Twilio
/// @see <a href="https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector">Twilio: the
///   connector's timeout and retries</a>
public record Deadlines(
    Duration opening,
    Duration idle,
    Duration capturing,
    Duration ready,
    Duration completing,
    Duration ledger,
    Duration retries) {

  /// Maximum number of questions to the ledger. With the production deadlines they span two days.
  /// After that, a person must resolve the session.
  public static final int MAX_LEDGER_QUESTIONS = 60;

  /// Maximum pause between two questions to the ledger.
  public static final Duration MAX_LEDGER_PAUSE = Duration.ofHours(1);

  /// The deadlines for production.
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
        throw new IllegalArgumentException("a deadline must be longer than zero");
      }
    }
  }

  /// When the session's deadline is due. Empty if the session is final, while a cancel is being
  /// sent, or after [#MAX_LEDGER_QUESTIONS].
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

  /// An empty ledger proves something only after Twilio has stopped retrying, so the ledger is also
  /// asked at that time.
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

  /// Whether Twilio had stopped retrying its request to the connector when the ledger was asked.
  /// The time is known only for the newest question.
  ///
  /// @param question number of the event that caused the question
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

  /// Time from becoming unconfirmed to the n-th question. The first is asked immediately; the
  /// pauses then grow.
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
