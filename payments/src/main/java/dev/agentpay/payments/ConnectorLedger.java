package dev.agentpay.payments;

import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.values.SessionId;

/// Asks the connector which transactions it made for a session. Blocks until the answer arrives;
/// throws no exceptions.
public interface ConnectorLedger {
  /// @param connector the name of the configured connector, from the session's request
  /// @return [Answer.Ledger]; [Answer.NoLedger] for a hosted connector; [Answer.NotSent] or
  ///   [Answer.NoAnswer] if the ledger could not be asked: try again later
  Answer ask(String connector, SessionId session);
}
