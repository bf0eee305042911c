package dev.agentpay.events;

/// The content of a [Task]. Each module defines its own classes and registers their names in its
/// [Schema].
public interface Work {}
