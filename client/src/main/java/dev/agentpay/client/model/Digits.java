package dev.agentpay.client.model;

import java.time.Instant;

/// News: the customer typed a digit. Not kept by the server: what was typed while a stream was lost
/// is not told again.
///
/// @param paySession id of the session
/// @param mask what Twilio shows of the field so far, such as `xxxx`
public record Digits(String paySession, CaptureField field, String mask, Instant at)
    implements StreamItem {}
