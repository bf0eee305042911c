/// Decides what proves that money moved and what proves that it did not. Everything else is doubt.
@NullMarked
package dev.agentpay.payments.proof;

import org.jspecify.annotations.NullMarked;
