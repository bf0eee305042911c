package dev.agentpay.payments;

import dev.agentpay.events.Origin;
import java.util.Map;
import java.util.Optional;

/// A verified callback that waits in the spool while the store is away. Twilio does not repeat a
/// webhook for a 5xx, and a Payment cannot be fetched: what is not kept is lost. Taken twice it
/// changes nothing, since a repeated callback is known again.
///
/// @param copy for existing clients, see [Input.Arrived]
public record SpooledCallback(
    PaymentStatus status, Origin origin, Optional<Map<String, String>> copy) {}
