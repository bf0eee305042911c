package dev.agentpay.payments.session;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.util.Optional;

/// A durable fact about a pay session. Some move the session from state to state ([Transitions]
/// says which may), some only add to what is known, and some cause an [Instruction].
public sealed interface SessionEvent extends Event {

  /// The agent asked for a payment; causes the create.
  record SessionStarted(SessionId id, AgentId owner, PayRequest request) implements SessionEvent {}

  /// Twilio has opened this Payment for the session, as its answer or its callback says.
  record PaymentOpened(PaymentSid payment) implements SessionEvent {}

  /// Twilio has opened this Payment for a session that is being cancelled by now.
  record PaymentAdopted(PaymentSid payment) implements SessionEvent {}

  /// A status callback arrived. Merged unless `stale`: older than one that was seen before.
  record StatusReceived(PaymentStatus status, boolean stale) implements SessionEvent {}

  /// Twilio took an instruction.
  ///
  /// @param instruction the number of the event that caused it
  record InstructionAccepted(long instruction) implements SessionEvent {}

  /// An instruction came to nothing, or to nothing that we know of.
  ///
  /// @param instruction the number of the event that caused it
  /// @param certain whether Twilio surely did not carry it out
  /// @param why what was answered, or what went wrong
  record InstructionFailed(long instruction, boolean certain, String why) implements SessionEvent {}

  /// A field is asked for; causes the capture, whose number is this event's.
  ///
  /// @param attempt 1 when first asked, more when asked again after an error
  record CaptureRequested(CaptureField field, int attempt) implements SessionEvent {}

  /// The capture just asked for is ahead of an existing client that advances by itself, so that
  /// what the customer types before the client asks is not lost.
  record CaptureAnticipated(CaptureField field) implements SessionEvent {}

  /// The client has asked for the capture that was ahead of it.
  record CaptureAwaited(CaptureField field) implements SessionEvent {}

  /// Twilio has this field.
  record FieldCaptured(CaptureField field) implements SessionEvent {}

  /// Twilio did not take what was typed.
  record FieldRejected(CaptureField field, ErrorType error) implements SessionEvent {}

  /// Nobody types any more; the agent has to ask for a field again.
  record CaptureParked(String why) implements SessionEvent {}

  /// Nothing is required any more.
  record AllCaptured() implements SessionEvent {}

  /// The agent submitted; causes the complete. Money may move from here on.
  record SubmitRequested() implements SessionEvent {}

  /// The session is to be cancelled, by the agent or by a deadline; causes the cancel.
  record CancelRequested(String why) implements SessionEvent {}

  /// The customer has paid.
  record SessionPaid(String confirmationCode) implements SessionEvent {}

  /// The customer's card is a token now.
  record SessionTokenized(String token, Optional<String> profile) implements SessionEvent {}

  /// The payment was refused, explicitly.
  record SessionDeclined(PaymentStatus.Reason reason) implements SessionEvent {}

  /// Ended without a payment because somebody wanted that.
  record SessionCancelled(String why) implements SessionEvent {}

  /// Ended without a payment because the customer hung up or pressed `*`.
  record SessionAbandoned(String why) implements SessionEvent {}

  /// Ended without a payment because something did not work.
  record SessionFailed(String reason) implements SessionEvent {}

  /// Nobody has told us how the submit ended.
  record SessionUnconfirmed(String why) implements SessionEvent {}

  /// The connector's ledger is asked how the submit ended; causes that question.
  ///
  /// @param attempt from 1
  record LedgerAsked(int attempt) implements SessionEvent {}

  /// A supervisor said how an unconfirmed session ended.
  ///
  /// @param end a final state
  /// @param reason in the supervisor's words
  /// @param evidence the confirmation code or token that the supervisor found, or that there is
  ///   none
  record SessionResolved(SessionState end, String reason, String evidence)
      implements SessionEvent {}

  /// A person confirmed that a new session may start on this call although this one may have
  /// charged.
  record CallReleased(SessionId newSession) implements SessionEvent {}

  /// Something arrived after the end that a person must look at.
  record AlarmRaised(String why) implements SessionEvent {}

  /// Twilio has a Payment open that nobody needs: its session has ended without it, or has another;
  /// causes its cancel.
  record PaymentOrphaned(PaymentSid payment) implements SessionEvent {}
}
