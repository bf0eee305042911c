/// Simulations of existing clients that send the same requests as the originals.
@NullMarked
package dev.agentpay.scenarios.existing;

import org.jspecify.annotations.NullMarked;
