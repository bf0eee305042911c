/// What proves that money moved, what proves that none did, and that everything else is doubt.
@NullMarked
package dev.agentpay.payments.proof;

import org.jspecify.annotations.NullMarked;
