package dev.agentpay.server.views;

/// The content of an event in the API: a record whose component names are JSON field names.
/// Internal events are never used here, so that they can change without effect outside.
public interface EventBody {}
