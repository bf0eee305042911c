package dev.agentpay.client;

/// Something that a stream tells.
public sealed interface StreamItem permits Snapshot, PayEvent, Digits, ConnectionChange {}
