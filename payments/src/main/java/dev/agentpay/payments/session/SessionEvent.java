package dev.agentpay.payments.session;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.util.Optional;

/// A recorded event of a pay session. Some events change the state ([Transitions] says which are
/// allowed), some only add information, and some cause an [Instruction].
public sealed interface SessionEvent extends Event {

  /// The agent started a payment. Causes the create.
  record SessionStarted(SessionId id, AgentId owner, PayRequest request) implements SessionEvent {}

  /// Twilio has opened this Payment for the session, according to its answer or a callback.
  record PaymentOpened(PaymentSid payment) implements SessionEvent {}

  /// Twilio has opened this Payment for a session that is already being cancelled.
  record PaymentAdopted(PaymentSid payment) implements SessionEvent {}

  /// A status callback arrived. `stale` means that a newer one arrived before it.
  record StatusReceived(PaymentStatus status, boolean stale) implements SessionEvent {}

  /// Twilio accepted an instruction.
  ///
  /// @param instruction the number of the event that caused it
  record InstructionAccepted(long instruction) implements SessionEvent {}

  /// An instruction failed, or we do not know its effect.
  ///
  /// @param instruction the number of the event that caused it
  /// @param certain whether the instruction certainly had no effect
  /// @param why the answer or the error
  record InstructionFailed(long instruction, boolean certain, String why) implements SessionEvent {}

  /// A field was requested. Causes the capture, which has this event's number.
  ///
  /// @param attempt 1 for the first request; higher when requested again after an error
  /// @param second whether the customer types the field for the second time, to compare the entries
  record CaptureRequested(CaptureField field, int attempt, boolean second) implements SessionEvent {
    /// Requests the first or only entry.
    public CaptureRequested(CaptureField field, int attempt) {
      this(field, attempt, false);
    }
  }

  /// The server requested this capture before the client did, for an existing client that requests
  /// each field itself. So what the customer types before the client's request is not lost.
  record CaptureAnticipated(CaptureField field) implements SessionEvent {}

  /// The client has requested the field that the server had already requested for it.
  record CaptureAwaited(CaptureField field) implements SessionEvent {}

  /// The client requested another field than this one, which the server had requested ahead. What
  /// was typed may be meant for the other field. Causes Twilio to forget it. From now on the server
  /// requests nothing ahead.
  record CaptureDiscarded(CaptureField field) implements SessionEvent {}

  /// Twilio has captured this field.
  record FieldCaptured(CaptureField field) implements SessionEvent {}

  /// Twilio rejected what was typed.
  record FieldRejected(CaptureField field, ErrorType error) implements SessionEvent {}

  /// The capture stopped. The agent has to request a field again.
  record CaptureParked(String why) implements SessionEvent {}

  /// Twilio requires no more fields.
  record AllCaptured() implements SessionEvent {}

  /// The agent submitted the payment. Causes the complete. From now on, money may move.
  record SubmitRequested() implements SessionEvent {}

  /// The agent or a deadline cancelled the session. Causes the cancel.
  record CancelRequested(String why) implements SessionEvent {}

  /// The customer has paid.
  record SessionPaid(String confirmationCode) implements SessionEvent {}

  /// The customer's card was tokenised.
  record SessionTokenized(String token, Optional<String> profile) implements SessionEvent {}

  /// The payment was explicitly declined.
  record SessionDeclined(PaymentStatus.Reason reason) implements SessionEvent {}

  /// The session ended without a payment because it was cancelled.
  record SessionCancelled(String why) implements SessionEvent {}

  /// The session ended without a payment because the customer hung up or pressed `*`.
  record SessionAbandoned(String why) implements SessionEvent {}

  /// The session ended without a payment because of an error.
  record SessionFailed(String reason) implements SessionEvent {}

  /// We do not know how the submit ended.
  record SessionUnconfirmed(String why) implements SessionEvent {}

  /// The connector's ledger has to be asked how the submit ended. Causes that question.
  ///
  /// @param attempt number of the question, from 1
  record LedgerAsked(int attempt) implements SessionEvent {}

  /// A supervisor resolved an unconfirmed session.
  ///
  /// @param end a final state
  /// @param reason in the supervisor's words
  /// @param evidence the confirmation code or token that the supervisor found, or a note that there
  ///   is none
  record SessionResolved(SessionState end, String reason, String evidence)
      implements SessionEvent {}

  /// A person confirmed that a new session may start on this call although this one may have
  /// charged.
  record CallReleased(SessionId newSession) implements SessionEvent {}

  /// Something arrived after the end that a person must check.
  record AlarmRaised(String why) implements SessionEvent {}

  /// Twilio has opened a Payment that no session needs: its session has ended or has another
  /// Payment. Causes its cancel.
  record PaymentOrphaned(PaymentSid payment) implements SessionEvent {}
}
