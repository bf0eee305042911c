package dev.agentpay.events;

/// What a [Task] is about. Each module has classes of its own and registers their names in its
/// [Schema].
public interface Work {}
