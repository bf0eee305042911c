package dev.agentpay.client.http;

/// One complete frame of an event stream.
///
/// @param event its type; `message` if the frame has none
/// @param data its data lines, joined by line feeds
/// @param lastEventId the position after this frame: its own id, or that of an earlier frame; empty
///   if no frame had one
public record SseFrame(String event, String data, String lastEventId) {}
