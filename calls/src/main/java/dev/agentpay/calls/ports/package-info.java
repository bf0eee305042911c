/// Ports that `calls` needs: look up a call's legs and end at Twilio, and redirect a waiting
/// caller.
@NullMarked
package dev.agentpay.calls.ports;

import org.jspecify.annotations.NullMarked;
