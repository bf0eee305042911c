/// Everything that can be chosen: accounts, numbers, connectors, switches and faults.
@NullMarked
package dev.agentpay.simulator.options;

import org.jspecify.annotations.NullMarked;
