/// Everything on Twilio's wire.
@NullMarked
package dev.agentpay.twilio;

import org.jspecify.annotations.NullMarked;
