/// Twilio's webhooks: the signature is verified first, then the callback is made durable.
@NullMarked
package dev.agentpay.server.webhook;

import org.jspecify.annotations.NullMarked;
