/// Calls, agents and claims: a pure decider, its transitions as data, and the service that runs it.
@NullMarked
package dev.agentpay.calls;

import org.jspecify.annotations.NullMarked;
