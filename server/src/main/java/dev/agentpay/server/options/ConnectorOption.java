package dev.agentpay.server.options;

import dev.agentpay.payments.proof.ConnectorKind;

/// A Pay Connector that sessions may name.
///
/// @param name as it is installed at Twilio
/// @param kind what it can be asked, and which of its errors are declines
public record ConnectorOption(String name, ConnectorKind kind) {}
