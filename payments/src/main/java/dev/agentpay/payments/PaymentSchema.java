package dev.agentpay.payments;

import static java.util.Map.entry;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.AggregateType;
import dev.agentpay.events.IndexColumns;
import dev.agentpay.events.Schema;
import dev.agentpay.events.TextType;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Defines how pay sessions are stored. These names never change, because stored rows contain them.
public final class PaymentSchema {
  static final String CALL = "call";
  static final String PAYMENT = "payment";
  static final String REFERENCE = "reference";

  /// The pay session.
  public static final AggregateType<PaySession> SESSION =
      new AggregateType<>(
          SessionId.KIND,
          PaySession.class,
          Map.ofEntries(
              entry("SessionStarted", SessionEvent.SessionStarted.class),
              entry("PaymentOpened", SessionEvent.PaymentOpened.class),
              entry("PaymentAdopted", SessionEvent.PaymentAdopted.class),
              entry("StatusReceived", SessionEvent.StatusReceived.class),
              entry("InstructionAccepted", SessionEvent.InstructionAccepted.class),
              entry("InstructionFailed", SessionEvent.InstructionFailed.class),
              entry("CaptureRequested", SessionEvent.CaptureRequested.class),
              entry("CaptureAnticipated", SessionEvent.CaptureAnticipated.class),
              entry("CaptureAwaited", SessionEvent.CaptureAwaited.class),
              entry("CaptureDiscarded", SessionEvent.CaptureDiscarded.class),
              entry("FieldCaptured", SessionEvent.FieldCaptured.class),
              entry("FieldRejected", SessionEvent.FieldRejected.class),
              entry("CaptureParked", SessionEvent.CaptureParked.class),
              entry("AllCaptured", SessionEvent.AllCaptured.class),
              entry("SubmitRequested", SessionEvent.SubmitRequested.class),
              entry("CancelRequested", SessionEvent.CancelRequested.class),
              entry("SessionPaid", SessionEvent.SessionPaid.class),
              entry("SessionTokenized", SessionEvent.SessionTokenized.class),
              entry("SessionDeclined", SessionEvent.SessionDeclined.class),
              entry("SessionCancelled", SessionEvent.SessionCancelled.class),
              entry("SessionAbandoned", SessionEvent.SessionAbandoned.class),
              entry("SessionFailed", SessionEvent.SessionFailed.class),
              entry("SessionUnconfirmed", SessionEvent.SessionUnconfirmed.class),
              entry("LedgerAsked", SessionEvent.LedgerAsked.class),
              entry("SessionResolved", SessionEvent.SessionResolved.class),
              entry("CallReleased", SessionEvent.CallReleased.class),
              entry("AlarmRaised", SessionEvent.AlarmRaised.class),
              entry("PaymentOrphaned", SessionEvent.PaymentOrphaned.class)),
          PaySession::evolve,
          PaymentSchema::columns,
          List.of(CALL, PAYMENT, REFERENCE));

  /// Everything that this module stores.
  public static final Schema SCHEMA =
      new Schema(
          List.of(SESSION),
          Map.of(
              "PaymentCallback", PaymentCallback.class,
              "Create", Instruction.Create.class,
              "Capture", Instruction.Capture.class,
              "Discard", Instruction.Discard.class,
              "Complete", Instruction.Complete.class,
              "Cancel", Instruction.Cancel.class,
              "CancelOrphan", Instruction.CancelOrphan.class,
              "AskLedger", Instruction.AskLedger.class,
              "SessionDeadline", SessionDeadline.class),
          List.of(
              new TextType<>(SessionId.class, SessionId::value, SessionId::new),
              new TextType<>(CallSid.class, CallSid::value, CallSid::new),
              new TextType<>(PaymentSid.class, PaymentSid::value, PaymentSid::new),
              new TextType<>(AgentId.class, AgentId::value, AgentId::new)),
          Map.of(
              PaySession.class,
              Map.of("ahead", List.of(), "secondEntry", false, "request.typeTwice", List.of()),
              SessionEvent.SessionStarted.class,
              Map.of("request.typeTwice", List.of()),
              SessionEvent.CaptureRequested.class,
              Map.of("second", false),
              Instruction.Create.class,
              Map.of("request.typeTwice", List.of()),
              Instruction.Capture.class,
              Map.of("second", false)));

  private PaymentSchema() {}

  private static IndexColumns columns(PaySession session) {
    final String call = session.request().call().value();
    final Map<String, String> keys = new HashMap<>(Map.of(CALL, call));
    session.payment().ifPresent(payment -> keys.put(PAYMENT, payment.value()));
    if (!session.request().reference().isEmpty()) {
      keys.put(REFERENCE, session.request().reference());
    }
    return new IndexColumns(
        session.state().name(),
        !session.state().isFinal(),
        session.startedAt(),
        session.holdsCall() ? Optional.of(call) : Optional.empty(),
        keys);
  }
}
