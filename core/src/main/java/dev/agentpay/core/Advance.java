package dev.agentpay.core;

/// Who asks for the next field when one is done.
public enum Advance {
  /// We do, in the step that saw the field done.
  SERVER,
  /// An existing client does, by asking for the next field itself.
  CLIENT
}
