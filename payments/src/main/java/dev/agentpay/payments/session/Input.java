package dev.agentpay.payments.session;

import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.SessionId;
import java.util.Map;
import java.util.Optional;

/// What can happen to a pay session from outside.
public sealed interface Input {
  /// The agent asks for a field.
  ///
  /// @param again an explicit wish to void what was typed; without it, asking for the field that is
  ///   being captured changes nothing
  record AskFor(CaptureField field, boolean again) implements Input {}

  /// The agent submits.
  record Submit() implements Input {}

  /// The agent cancels.
  record Cancel() implements Input {}

  /// A supervisor says how an unconfirmed session ended.
  ///
  /// @param end one of [SessionState#PAID], `TOKENIZED`, `DECLINED`, `FAILED`
  /// @param reason why the supervisor is sure
  /// @param evidence what the processor's own records show: the confirmation code or token, or that
  ///   there is no entry
  record Resolve(SessionState end, String reason, String evidence) implements Input {}

  /// Somebody confirmed that another session may start on the call although this one may have
  /// charged.
  record ReleaseCall(SessionId newSession) implements Input {}

  /// Twilio's status callback.
  ///
  /// @param copy the callback by Twilio's names, masked, for existing clients that listen outside;
  ///   empty: there are none
  record Arrived(PaymentStatus status, Optional<Map<String, String>> copy) implements Input {
    public Arrived {
      copy = copy.map(Map::copyOf);
    }
  }

  /// The last word on an instruction: it will not be attempted again.
  ///
  /// @param number of the event that caused it
  /// @param attempt which attempt was answered
  record Answered(long number, Instruction instruction, Attempt attempt, Answer answer)
      implements Input {}

  /// An instruction was not sent, because it was not wanted any more.
  ///
  /// @param attempt which attempt it would have been
  record Dropped(long number, Instruction instruction, Attempt attempt) implements Input {}

  /// What an attempt at an instruction says about those before it.
  enum Attempt {
    /// Every attempt before it surely came to nothing: its answer is the answer to the instruction.
    ONLY,
    /// An attempt before it may have arrived: a refusal may be about the repetition alone.
    REPEATED,
    /// Another attempt has begun since, because this one took longer than its lease: nothing is
    /// settled by its answer.
    LATE;

    /// Whether this proves that what was refused or not sent did not happen.
    boolean isOnly() {
      return this == ONLY;
    }
  }

  /// The customer's call is over.
  ///
  /// @param why Twilio's last call status
  record CallOver(String why) implements Input {}

  /// Time has passed; whether a deadline has, is looked up.
  record DeadlinePassed() implements Input {}
}
