package dev.agentpay.client.model;

import java.time.Instant;

/// A callback or a task that the server could not handle and put aside, so that what is behind it
/// goes on. It waits for a supervisor.
///
/// @param queue what it is about, such as `session/ps_…`
/// @param number its place in the queue; 0 is the queue's deadline
/// @param type the kind of work, such as `PaymentCallback`
/// @param attempts how often it was tried
/// @param reason classes and places of the failure
/// @param work the work as it is stored: JSON, unless it was damaged; empty in a list
public record DeadLetter(
    long id,
    Instant at,
    String queue,
    long number,
    String type,
    int attempts,
    String reason,
    String work) {}
