package dev.agentpay.proofs.planted.right;

import dev.agentpay.proofs.planted.left.Left;

/// Half of a deliberate package cycle, which the test of the cycle rule must find.
public record Right(Class<Left> other) {}
