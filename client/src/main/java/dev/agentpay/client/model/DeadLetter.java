package dev.agentpay.client.model;

import java.time.Instant;

/// A callback or task that the server could not process. The server set it aside so that its queue
/// can continue; a supervisor has to handle it.
///
/// @param queue the subject of the work, such as `session/ps_…`
/// @param number its place in the queue; 0 is the queue's deadline
/// @param type the kind of work, such as `PaymentCallback`
/// @param attempts the number of attempts
/// @param reason classes and code locations of the failure
/// @param work the stored work: JSON, unless it was damaged; empty in a list
public record DeadLetter(
    long id,
    Instant at,
    String queue,
    long number,
    String type,
    int attempts,
    String reason,
    String work) {}
