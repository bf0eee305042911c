/// State that all parts of a simulated account share: clock, lock, random choices, journal, call
/// legs and the delivery of webhooks.
@NullMarked
package dev.agentpay.simulator.world;

import org.jspecify.annotations.NullMarked;
