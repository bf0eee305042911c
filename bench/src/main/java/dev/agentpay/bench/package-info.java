/// Load generator and JMH.
@NullMarked
package dev.agentpay.bench;

import org.jspecify.annotations.NullMarked;
