package dev.agentpay.payments.values;

/// Who requests the next field when one is captured.
public enum Advance {
  /// The server, as soon as it learns that a field is captured.
  SERVER,
  /// An existing client requests the next field itself. The server requests the next field in the
  /// capture order before the client does, because the customer may start typing before the
  /// client's request.
  CLIENT
}
