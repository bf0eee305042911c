package dev.agentpay.payments.proof;

import java.util.Set;

/// A kind of connector: whether it has a ledger, and which of its error codes prove that no money
/// moved.
///
/// @param name the name in the configuration, for example `ours`, `hosted` or `hosted:stripe`
/// @param hasLedger whether its ledger can be asked how a payment ended
/// @param declines all `ConnectorError` codes of this kind that are known to be declines. Never
///   contains codes for a duplicate or a timeout, or undocumented codes
public record ConnectorKind(String name, boolean hasLedger, Set<String> declines) {
  /// A connector that is not, or no longer, in the configuration. None of its errors is known to be
  /// a decline, and it has no ledger.
  public static final ConnectorKind UNKNOWN = new ConnectorKind("unknown", false, Set.of());

  public ConnectorKind {
    declines = Set.copyOf(declines);
  }
}
