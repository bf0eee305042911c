package dev.agentpay.payments.proof;

import java.util.Set;

/// A kind of connector: whether it can be asked what it did, and which of its error codes prove
/// that no money moved.
///
/// @param name `ours`, `hosted` or `hosted:stripe`, as the configuration spells it
/// @param hasLedger whether a ledger of ours can be asked how a payment ended
/// @param declines every `ConnectorError` of this kind that is known to be a decline; a duplicate,
///   a time-out or a code that nobody has published is never among them
public record ConnectorKind(String name, boolean hasLedger, Set<String> declines) {
  /// A connector that the configuration does not name (any more): nothing that it says is known to
  /// be a decline, and nobody can be asked.
  public static final ConnectorKind UNKNOWN = new ConnectorKind("unknown", false, Set.of());

  public ConnectorKind {
    declines = Set.copyOf(declines);
  }
}
