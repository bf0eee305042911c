package dev.agentpay.twilio;

import dev.agentpay.payments.session.Answer;

/// Carries every failed or missing answer through twilio-java. Its own exceptions do not
/// distinguish a request that was never sent from one without an answer, and do not say how long to
/// wait after a 429.
public final class UnacceptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  public UnacceptedException(Answer answer) {
    super(answer.toString(), null, false, false);
    this.answer = answer;
  }

  public Answer answer() {
    return answer;
  }
}
