/// One simulated account in one thread: the entry point for tests without HTTP.
@NullMarked
package dev.agentpay.simulator.control;

import org.jspecify.annotations.NullMarked;
