package dev.agentpay.server.views;

/// What an event says, and the name by which clients know such events.
///
/// @param type such as `field-captured`; once given to an event it stays
public record NamedView(String type, EventBody body) {}
