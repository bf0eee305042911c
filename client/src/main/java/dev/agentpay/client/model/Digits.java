package dev.agentpay.client.model;

import java.time.Instant;

/// The customer typed a digit. The server does not store these updates: what was typed while the
/// stream was disconnected is not delivered later.
///
/// @param paySession id of the session
/// @param mask Twilio's mask of the field so far, such as `xxxx`
public record Digits(String paySession, CaptureField field, String mask, Instant at)
    implements StreamItem {}
