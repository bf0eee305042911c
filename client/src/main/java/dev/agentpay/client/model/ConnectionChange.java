package dev.agentpay.client.model;

import java.util.Optional;

/// The state of a stream's connection changed.
///
/// @param why the error if the state is `LOST`, or `CLOSED` by the server
public record ConnectionChange(ConnectionState state, Optional<PayException> why)
    implements StreamItem {}
