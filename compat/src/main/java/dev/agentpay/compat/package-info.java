/// The paths and message formats of existing clients: agent-pay, GenesysPay, the Generic Pay
/// Connector demo and the Flask AgentPay. Their requests use the same services as the API. Unlike
/// the original servers, this one requires a sign-in and never reports a failure as a success.
@NullMarked
package dev.agentpay.compat;

import org.jspecify.annotations.NullMarked;
