package dev.agentpay.client.http;

/// One dispatched frame of an event stream.
///
/// @param event its type; `message` when the frame gave none
/// @param data its lines, joined by line feeds
/// @param lastEventId the position after it: its own id, or that of an earlier frame; empty string
///   before there was one
public record SseFrame(String event, String data, String lastEventId) {}
