/// The entry point for tests without HTTP: one simulated account, driven by method calls.
@NullMarked
package dev.agentpay.simulator.control;

import org.jspecify.annotations.NullMarked;
