package dev.agentpay.events;

import java.time.Instant;

/// A task that failed repeatedly and was moved out of its queue, so that the tasks behind it can
/// proceed. A person must retry it, once the cause is fixed, or drop it.
///
/// @param id assigned by the store, ascending
/// @param at when it became a dead letter
/// @param queue the queue it came from
/// @param number its number in that queue
/// @param type the name under which its work is stored
/// @param body the work as stored: JSON, unless the row was damaged
/// @param attempts how often it was leased
/// @param futile how many of the attempts certainly had no effect
/// @param reason exception classes and stack frames, see [Traces]
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
