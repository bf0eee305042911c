package dev.agentpay.events;

/// A durable fact. Each aggregate has its own sealed interface that extends this one.
public interface Event {}
