package dev.agentpay.server.views;

/// What an event says, as the API shows it: a record whose components are the names on the wire.
/// The event itself is never one, so that it can be changed without anybody outside noticing.
public interface EventBody {}
