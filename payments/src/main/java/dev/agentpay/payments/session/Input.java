package dev.agentpay.payments.session;

import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.SessionId;
import java.util.Map;
import java.util.Optional;

/// An input to [PaySessionDecider].
public sealed interface Input {
  /// The agent requests the capture of a field.
  ///
  /// @param again whether to discard what was typed. If false, requesting the field that is being
  ///   captured changes nothing
  record RequestCapture(CaptureField field, boolean again) implements Input {}

  /// The agent submits the payment.
  record Submit() implements Input {}

  /// The agent cancels the session.
  record Cancel() implements Input {}

  /// A supervisor resolves an unconfirmed session.
  ///
  /// @param end one of [SessionState#PAID], `TOKENIZED`, `DECLINED`, `FAILED`
  /// @param reason why the supervisor is sure
  /// @param evidence what the processor's records show: the confirmation code or token, or that
  ///   there is no entry
  record Resolve(SessionState end, String reason, String evidence) implements Input {}

  /// A person confirmed that another session may start on the call although this one may have
  /// charged.
  record ReleaseCall(SessionId newSession) implements Input {}

  /// A status callback from Twilio arrived.
  ///
  /// @param copy the callback's parameters by Twilio's names, masked, for existing clients of other
  ///   systems; empty if there are none
  record CallbackArrived(PaymentStatus status, Optional<Map<String, String>> copy)
      implements Input {
    public CallbackArrived {
      copy = copy.map(Map::copyOf);
    }
  }

  /// The final answer to an instruction. It will not be retried.
  ///
  /// @param number number of the event that caused the instruction
  /// @param attempt what the answered attempt says about earlier attempts
  record Answered(long number, Instruction instruction, Attempt attempt, Answer answer)
      implements Input {}

  /// An instruction was not sent, because it was no longer needed.
  ///
  /// @param attempt what this attempt would have said about earlier attempts
  record Dropped(long number, Instruction instruction, Attempt attempt) implements Input {}

  /// What is known about other attempts at the same instruction.
  enum Attempt {
    /// All earlier attempts certainly had no effect, so this answer applies to the instruction.
    ONLY,
    /// An earlier attempt may have reached Twilio, so a refusal may apply only to the repetition.
    REPEATED,
    /// Another attempt has begun, because this one took longer than its lease. Its answer does not
    /// complete the instruction.
    LATE;

    /// Whether a refusal or failure to send proves that the instruction had no effect.
    boolean isOnly() {
      return this == ONLY;
    }
  }

  /// The customer's call has ended.
  ///
  /// @param why Twilio's final call status
  record CallOver(String why) implements Input {}

  /// A deadline may have passed. The decider checks whether it has.
  record DeadlinePassed() implements Input {}
}
