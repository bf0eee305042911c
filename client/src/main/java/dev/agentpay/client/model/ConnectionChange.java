package dev.agentpay.client.model;

import java.util.Optional;

/// A stream's connection stands otherwise now.
///
/// @param why what went wrong, when it is `LOST`, or `CLOSED` by the server
public record ConnectionChange(ConnectionState state, Optional<PayException> why)
    implements StreamItem {}
