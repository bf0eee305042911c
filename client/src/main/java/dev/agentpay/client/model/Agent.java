package dev.agentpay.client.model;

import java.util.Optional;

/// A user who takes calls.
///
/// @param call sid of the agent's current call
public record Agent(String name, Availability availability, Optional<String> call) {}
