package dev.agentpay.payments.values;

/// Who asks for the next field when one is done.
public enum Advance {
  /// We do, in the step that saw the field done.
  SERVER,
  /// An existing client does, by asking for the next field itself. We ask ahead of it for the one
  /// that the capture order says, as the customer may type before the client has asked.
  CLIENT
}
