package dev.agentpay.store;

import static java.util.Map.entry;

import dev.agentpay.core.AgentEvent;
import dev.agentpay.core.CallEvent;
import dev.agentpay.core.Event;
import dev.agentpay.core.Instruction;
import dev.agentpay.core.SessionEvent;
import dev.agentpay.core.SyncEvent;
import dev.agentpay.core.UuiEvent;
import java.util.HashMap;
import java.util.Map;

/// Under which name each type is stored. A class may be renamed, its name here never: old rows keep
/// it.
final class TypeNames<T> {
  static final TypeNames<Event> EVENTS =
      new TypeNames<>(
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
              entry("PaymentOrphaned", SessionEvent.PaymentOrphaned.class),
              entry("CallArrived", CallEvent.CallArrived.class),
              entry("AgentRung", CallEvent.AgentRung.class),
              entry("AgentMissed", CallEvent.AgentMissed.class),
              entry("CallerWaits", CallEvent.CallerWaits.class),
              entry("CallerRecalled", CallEvent.CallerRecalled.class),
              entry("AgentAnswered", CallEvent.AgentAnswered.class),
              entry("CallAnswered", CallEvent.CallAnswered.class),
              entry("CallClaimed", CallEvent.CallClaimed.class),
              entry("CallAssigned", CallEvent.CallAssigned.class),
              entry("CallLeft", CallEvent.CallLeft.class),
              entry("CallEnded", CallEvent.CallEnded.class),
              entry("AgentReady", AgentEvent.AgentReady.class),
              entry("AgentAway", AgentEvent.AgentAway.class),
              entry("AgentBusy", AgentEvent.AgentBusy.class),
              entry("AgentFreed", AgentEvent.AgentFreed.class),
              entry("UuiMapped", UuiEvent.UuiMapped.class),
              entry("UuiAwaited", UuiEvent.UuiAwaited.class),
              entry("UuiLeft", UuiEvent.UuiLeft.class),
              entry("UuiServed", UuiEvent.UuiServed.class),
              entry("SyncLeased", SyncEvent.SyncLeased.class),
              entry("SyncEmptied", SyncEvent.SyncEmptied.class)));

  static final TypeNames<Instruction> INSTRUCTIONS =
      new TypeNames<>(
          Map.of(
              "Create", Instruction.Create.class,
              "Capture", Instruction.Capture.class,
              "Complete", Instruction.Complete.class,
              "Cancel", Instruction.Cancel.class,
              "CancelOrphan", Instruction.CancelOrphan.class,
              "AskLedger", Instruction.AskLedger.class));

  private final Map<String, Class<? extends T>> classes;
  private final Map<Class<?>, String> names = new HashMap<>();

  TypeNames(Map<String, Class<? extends T>> classes) {
    this.classes = classes;
    classes.forEach(
        (name, type) -> {
          if (names.put(type, name) != null) {
            throw new IllegalArgumentException(type + " is stored under two names");
          }
        });
  }

  /// @throws IllegalStateException when the type has no name: add one above
  String of(T value) {
    final String name = names.get(value.getClass());
    if (name == null) {
      throw new IllegalStateException(value.getClass() + " has no name to be stored under");
    }
    return name;
  }

  /// @param where it is stored
  /// @throws NewerVersionException when a newer version wrote it
  Class<? extends T> type(String where, String name) {
    final Class<? extends T> type = classes.get(name);
    if (type == null) {
      throw new NewerVersionException(where, "type", name);
    }
    return type;
  }
}
