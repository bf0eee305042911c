/// The sandbox: a processor that moves no money and knows the published test cards and accounts.
@org.jspecify.annotations.NullMarked
package dev.agentpay.connector.sandbox;
