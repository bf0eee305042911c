/// Twilio's webhooks: signature verification, form parsing, and typed requests.
@NullMarked
package dev.agentpay.twilio.webhook;

import org.jspecify.annotations.NullMarked;
