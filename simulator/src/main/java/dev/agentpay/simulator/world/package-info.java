/// What all parts of an account share: clock, lock, random choices, journal, call legs and the
/// sending of webhooks.
@NullMarked
package dev.agentpay.simulator.world;

import org.jspecify.annotations.NullMarked;
