/// Webhooks from Twilio: signatures, forms, and typed requests made from them.
@NullMarked
package dev.agentpay.twilio.webhook;

import org.jspecify.annotations.NullMarked;
