/// The connector's processor for Stripe, with Stripe's own SDK. Telephone orders: the raw card,
/// marked as MOTO.
@NullMarked
package dev.agentpay.stripe;

import org.jspecify.annotations.NullMarked;
