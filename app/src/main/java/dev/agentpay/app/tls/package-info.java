/// TLS for the addresses that AgentPay listens on: certificate files, read again when they change.
@org.jspecify.annotations.NullMarked
package dev.agentpay.app.tls;
