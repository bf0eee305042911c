/// Calls, agents and claims: pure decider, transitions as data, and the service that runs them.
@NullMarked
package dev.agentpay.calls;

import org.jspecify.annotations.NullMarked;
