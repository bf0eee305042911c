package dev.agentpay.twilio;

import dev.agentpay.payments.session.Answer;

/// Carries every failed or missing answer through twilio-java. Its own exceptions do not
/// distinguish a request that was never sent from one without an answer, and do not say how long to
/// wait after a 429.
public final class UnacceptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int UNAUTHORIZED = 401;

  private final transient Answer answer;

  public UnacceptedException(Answer answer) {
    super(answer.toString(), null, false, false);
    this.answer = answer;
  }

  public Answer answer() {
    return answer;
  }

  /// Returns what happened, in words for agents and operators.
  public String inWords() {
    return switch (answer) {
      case Answer.Refused refused when refused.httpStatus() == UNAUTHORIZED ->
          "Twilio refuses this server's credentials: its set-up is wrong";
      case Answer.Refused refused ->
          "Twilio refused the request (HTTP %s, error %s): %s"
              .formatted(refused.httpStatus(), refused.code(), refused.message());
      case Answer.NotSent notSent -> notSent.why();
      case Answer.NoAnswer noAnswer -> noAnswer.why();
      case Answer.RateLimited _ -> "Twilio limits the request rate; try again soon";
      case Answer.Accepted _, Answer.Ledger _, Answer.NoLedger _ -> answer.toString();
    };
  }
}
