package dev.agentpay.events;

/// A durable fact. Each aggregate has a sealed interface of its own that extends this one.
public interface Event {}
