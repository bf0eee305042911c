package dev.agentpay.server.options;

import dev.agentpay.payments.proof.ConnectorKind;

/// A Pay Connector that sessions may name.
///
/// @param name under which it is installed at Twilio
/// @param kind who runs it; determines whether its ledger can be asked and which of its errors are
///   declines
public record ConnectorOption(String name, ConnectorKind kind) {}
