package dev.agentpay.server.api;

import java.util.Optional;
import java.util.function.Supplier;

/// Checks something that the server cannot work without, for `/health/ready`.
///
/// @param name shown to the operator, such as `store`
/// @param trouble says what is wrong; empty if all is well. It is called often and must return
///   quickly
public record HealthProbe(String name, Supplier<Optional<String>> trouble) {}
