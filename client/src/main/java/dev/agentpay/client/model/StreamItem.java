package dev.agentpay.client.model;

/// An item that a stream delivers.
public sealed interface StreamItem permits Snapshot, PayEvent, Digits, ConnectionChange {}
