package dev.agentpay.core;

import java.time.Instant;

/// A digit was typed: shown, never stored, and gone after a reconnect.
///
/// @param mask what Twilio shows of the field so far, such as `xxxx`
public record News(
    SessionId session, AgentId audience, CaptureField field, String mask, Instant at) {}
