package dev.agentpay.server.api;

import java.util.Optional;
import java.util.function.Supplier;

/// Asks whether something that we cannot work without is well.
///
/// @param name shown to the operator, such as `store`
/// @param trouble what is wrong, in words; empty when it is well. Is asked often and must not take
///   long
public record HealthProbe(String name, Supplier<Optional<String>> trouble) {}
