package dev.agentpay.payments.session;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.LiveUpdate;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;

/// A digit was typed: shown, never stored, and gone after a reconnect.
///
/// @param mask what Twilio shows of the field so far, such as `xxxx`
public record Digits(
    SessionId session, AgentId audience, CaptureField field, String mask, Instant at)
    implements LiveUpdate {}
