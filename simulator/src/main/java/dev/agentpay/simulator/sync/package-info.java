/// Twilio Sync: services, documents, maps and lists, their limits, and browsers that subscribe.
@NullMarked
package dev.agentpay.simulator.sync;

import org.jspecify.annotations.NullMarked;
