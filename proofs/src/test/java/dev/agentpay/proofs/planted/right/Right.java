package dev.agentpay.proofs.planted.right;

import dev.agentpay.proofs.planted.left.Left;

/// Half of a cycle between two packages, for the test of the rule.
public record Right(Class<Left> other) {}
