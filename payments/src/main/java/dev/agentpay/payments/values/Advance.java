package dev.agentpay.payments.values;

/// Who requests the next field when one is captured.
public enum Advance {
  /// The server, as soon as it learns that a field is captured.
  SERVER,
  /// The client requests each field itself, in the capture order. The server requests the next
  /// field before the client does, because the customer may start typing before the client's
  /// request.
  CLIENT,
  /// An existing client requests each field itself, in an order that the server does not know. The
  /// server requests nothing: what the customer types next could be meant for another field.
  CLIENT_ALONE;

  /// Whether the client requests each field itself.
  public boolean isByClient() {
    return this != SERVER;
  }

  /// What the API shows: it does not distinguish the two kinds of clients.
  public Advance forApi() {
    return isByClient() ? CLIENT : SERVER;
  }
}
