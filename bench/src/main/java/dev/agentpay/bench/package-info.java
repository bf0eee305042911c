/// Benchmarks: the rate of durable status callbacks, and the time to start.
@NullMarked
package dev.agentpay.bench;

import org.jspecify.annotations.NullMarked;
