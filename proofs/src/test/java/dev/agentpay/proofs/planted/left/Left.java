package dev.agentpay.proofs.planted.left;

import dev.agentpay.proofs.planted.right.Right;

/// Half of a deliberate package cycle, which the test of the cycle rule must find.
public record Left(Class<Right> other) {}
