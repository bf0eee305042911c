package dev.agentpay.core;

import java.time.Instant;
import java.util.Optional;

/// A durable fact in its envelope: which stream, which number in it, when, who, and what. The audit
/// log is made of these.
///
/// @param number from 1 in its stream, without gaps
/// @param at when it was decided, by the clock of the node that decided it
/// @param audience the one agent who may see it; supervisors see all; empty: supervisors only
public record Recorded(
    StreamId stream,
    long number,
    Instant at,
    Origin origin,
    Optional<AgentId> audience,
    Event event) {}
