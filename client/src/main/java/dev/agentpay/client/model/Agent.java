package dev.agentpay.client.model;

import java.util.Optional;

/// Somebody who takes calls.
///
/// @param call sid of the call that keeps them busy
public record Agent(String name, Availability availability, Optional<String> call) {}
