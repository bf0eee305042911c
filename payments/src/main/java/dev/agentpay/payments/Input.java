package dev.agentpay.payments;

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
  /// @param evidence the confirmation code or token, where there is one
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
  /// @param attempt which attempt was answered, from 1
  record Answered(long number, Instruction instruction, int attempt, Answer answer)
      implements Input {}

  /// An instruction was not sent, because it was not wanted any more.
  record Dropped(long number, Instruction instruction) implements Input {}

  /// The customer's call is over.
  ///
  /// @param why Twilio's last call status
  record CallOver(String why) implements Input {}

  /// Time has passed; whether a deadline has, is looked up.
  record DeadlinePassed() implements Input {}
}
