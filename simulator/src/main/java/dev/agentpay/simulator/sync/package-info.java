/// Twilio Sync: services, documents and maps, their limits, and the pages that subscribe to them.
@NullMarked
package dev.agentpay.simulator.sync;

import org.jspecify.annotations.NullMarked;
