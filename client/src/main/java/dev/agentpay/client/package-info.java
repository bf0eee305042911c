/// PayClient: the AgentPay API for the JVM.
@NullMarked
package dev.agentpay.client;

import org.jspecify.annotations.NullMarked;
