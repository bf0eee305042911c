package dev.agentpay.compat;

import dev.agentpay.events.Work;

/// Deadline: the token of the softphone in the page that uses this Sync service expires. Twilio
/// cannot ring it any more.
record PageDeadline(String service) implements Work {}
