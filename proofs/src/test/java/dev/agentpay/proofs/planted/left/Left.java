package dev.agentpay.proofs.planted.left;

import dev.agentpay.proofs.planted.right.Right;

/// Half of a cycle between two packages, for the test of the rule.
public record Left(Class<Right> other) {}
