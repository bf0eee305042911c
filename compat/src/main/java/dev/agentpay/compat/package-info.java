/// The paths, bodies and quirks of clients that exist: agent-pay, GenesysPay, the Generic Pay
/// Connector demo and the Flask AgentPay. What they ask for is done by the same services as the API
/// does it; who asks must have signed in, and what failed is not told as a success.
@NullMarked
package dev.agentpay.compat;

import org.jspecify.annotations.NullMarked;
