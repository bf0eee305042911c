package dev.agentpay.twilio;

import dev.agentpay.payments.session.Answer;

/// Carries any answer but an accepted one out through twilio-java, whose own exceptions tell
/// neither a request that never left from one that nobody answered, nor how long to wait after a
/// 429.
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
