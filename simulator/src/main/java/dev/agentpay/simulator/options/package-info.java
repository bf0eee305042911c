/// Configuration of the simulator: account, numbers, connectors, switches and faults.
@NullMarked
package dev.agentpay.simulator.options;

import org.jspecify.annotations.NullMarked;
