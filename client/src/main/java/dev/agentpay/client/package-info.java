/// The AgentPay API client for the JVM. Start with [PayClient].
@NullMarked
package dev.agentpay.client;

import org.jspecify.annotations.NullMarked;
