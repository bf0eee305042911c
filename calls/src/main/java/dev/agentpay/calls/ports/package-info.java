/// What calls need from outside: Twilio is asked about legs and ends, and told to redirect a
/// caller.
@NullMarked
package dev.agentpay.calls.ports;

import org.jspecify.annotations.NullMarked;
