package dev.agentpay.client.model;

/// Something that a stream tells.
public sealed interface StreamItem permits Snapshot, PayEvent, Digits, ConnectionChange {}
