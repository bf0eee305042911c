package dev.agentpay.payments;

import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.values.SessionId;

/// Asks the connector what it did for a session. Blocks until there is an answer; throws nothing.
public interface ConnectorLedger {
  /// @param connector the configured connector's name, as the session's request has it
  /// @return [Answer.Ledger], [Answer.NoLedger] for a hosted connector, or [Answer.NotSent] and
  ///   [Answer.NoAnswer] when it is worth asking again later
  Answer ask(String connector, SessionId session);
}
