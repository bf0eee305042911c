package dev.agentpay.payments.session;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.LiveUpdate;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;

/// The customer typed a digit. Published to the agent but never stored, so it is lost after a
/// reconnect.
///
/// @param mask Twilio's masked value of the field so far, for example `xxxx`
public record Digits(
    SessionId session, AgentId audience, CaptureField field, String mask, Instant at)
    implements LiveUpdate {}
