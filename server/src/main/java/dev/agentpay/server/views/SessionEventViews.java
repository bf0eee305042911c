package dev.agentpay.server.views;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.server.views.PaymentStatusView.ReasonView;
import java.util.Optional;

/// Converts events of pay sessions to their API form.
final class SessionEventViews {
  private record Started(SessionId id, AgentId owner, PayRequestView request)
      implements EventBody {}

  private record OfPayment(PaymentSid payment) implements EventBody {}

  private record Status(PaymentStatusView status, boolean stale) implements EventBody {}

  private record Accepted(long instruction) implements EventBody {}

  private record InstructionFailure(long instruction, boolean certain, String why)
      implements EventBody {}

  private record Requested(CaptureField field, int attempt, boolean second) implements EventBody {}

  private record OfField(CaptureField field) implements EventBody {}

  private record Rejected(CaptureField field, ErrorType error) implements EventBody {}

  private record Because(String why) implements EventBody {}

  private record Paid(String confirmationCode) implements EventBody {}

  private record Tokenized(String token, Optional<String> profile) implements EventBody {}

  private record Declined(ReasonView reason) implements EventBody {}

  private record Failed(String reason) implements EventBody {}

  private record Asked(int attempt) implements EventBody {}

  private record Resolved(SessionState end, String reason, String evidence) implements EventBody {}

  private record Released(SessionId newSession) implements EventBody {}

  private SessionEventViews() {}

  static NamedView of(SessionEvent event) {
    return switch (event) {
      case SessionEvent.SessionStarted started ->
          new NamedView(
              "session-started",
              new Started(started.id(), started.owner(), PayRequestView.of(started.request())));
      case SessionEvent.PaymentOpened opened ->
          new NamedView("payment-opened", new OfPayment(opened.payment()));
      case SessionEvent.PaymentAdopted adopted ->
          new NamedView("payment-adopted", new OfPayment(adopted.payment()));
      case SessionEvent.StatusReceived received ->
          new NamedView(
              "status-received",
              new Status(PaymentStatusView.of(received.status()), received.stale()));
      case SessionEvent.InstructionAccepted accepted ->
          new NamedView("instruction-accepted", new Accepted(accepted.instruction()));
      case SessionEvent.InstructionFailed failed ->
          new NamedView(
              "instruction-failed",
              new InstructionFailure(failed.instruction(), failed.certain(), failed.why()));
      case SessionEvent.CaptureRequested requested ->
          new NamedView(
              "capture-requested",
              new Requested(requested.field(), requested.attempt(), requested.second()));
      case SessionEvent.CaptureAnticipated anticipated ->
          new NamedView("capture-anticipated", new OfField(anticipated.field()));
      case SessionEvent.CaptureAwaited awaited ->
          new NamedView("capture-awaited", new OfField(awaited.field()));
      case SessionEvent.CaptureDiscarded discarded ->
          new NamedView("capture-discarded", new OfField(discarded.field()));
      case SessionEvent.FieldCaptured captured ->
          new NamedView("field-captured", new OfField(captured.field()));
      case SessionEvent.FieldRejected rejected ->
          new NamedView("field-rejected", new Rejected(rejected.field(), rejected.error()));
      case SessionEvent.CaptureParked parked ->
          new NamedView("capture-parked", new Because(parked.why()));
      case SessionEvent.AllCaptured _ -> new NamedView("all-captured", new EmptyBody());
      case SessionEvent.SubmitRequested _ -> new NamedView("submit-requested", new EmptyBody());
      case SessionEvent.CancelRequested cancel ->
          new NamedView("cancel-requested", new Because(cancel.why()));
      case SessionEvent.SessionPaid paid ->
          new NamedView("session-paid", new Paid(paid.confirmationCode()));
      case SessionEvent.SessionTokenized tokenized ->
          new NamedView("session-tokenized", new Tokenized(tokenized.token(), tokenized.profile()));
      case SessionEvent.SessionDeclined declined ->
          new NamedView("session-declined", new Declined(ReasonView.of(declined.reason())));
      case SessionEvent.SessionCancelled cancelled ->
          new NamedView("session-cancelled", new Because(cancelled.why()));
      case SessionEvent.SessionAbandoned abandoned ->
          new NamedView("session-abandoned", new Because(abandoned.why()));
      case SessionEvent.SessionFailed failed ->
          new NamedView("session-failed", new Failed(failed.reason()));
      case SessionEvent.SessionUnconfirmed unconfirmed ->
          new NamedView("session-unconfirmed", new Because(unconfirmed.why()));
      case SessionEvent.LedgerAsked asked ->
          new NamedView("ledger-asked", new Asked(asked.attempt()));
      case SessionEvent.SessionResolved resolved ->
          new NamedView(
              "session-resolved",
              new Resolved(resolved.end(), resolved.reason(), resolved.evidence()));
      case SessionEvent.CallReleased released ->
          new NamedView("call-released", new Released(released.newSession()));
      case SessionEvent.AlarmRaised raised ->
          new NamedView("alarm-raised", new Because(raised.why()));
      case SessionEvent.PaymentOrphaned orphaned ->
          new NamedView("payment-orphaned", new OfPayment(orphaned.payment()));
    };
  }
}
