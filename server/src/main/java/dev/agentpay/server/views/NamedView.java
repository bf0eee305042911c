package dev.agentpay.server.views;

/// The content of an event and its type name.
///
/// @param type such as `field-captured`; must never change
public record NamedView(String type, EventBody body) {}
