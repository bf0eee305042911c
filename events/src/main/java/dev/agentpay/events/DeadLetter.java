package dev.agentpay.events;

import java.time.Instant;

/// A task that could not be done and was put aside, so that what is behind it goes on. It waits for
/// a person: to be tried again once its cause is gone, or to be dropped.
///
/// @param id given by the store, rising
/// @param at when it was put aside
/// @param queue where it stood
/// @param number its place there
/// @param type under which name its work is stored
/// @param body the work as it is stored: JSON, unless the row was damaged
/// @param attempts how often it was leased
/// @param futile how many of the attempts surely came to nothing
/// @param reason classes and places of the failure, see [Traces]
public record DeadLetter(
    long id,
    Instant at,
    String queue,
    long number,
    String type,
    String body,
    int attempts,
    int futile,
    String reason) {}
