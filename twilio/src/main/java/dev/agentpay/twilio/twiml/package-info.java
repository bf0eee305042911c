/// TwiML documents, the answers to voice webhooks.
@NullMarked
package dev.agentpay.twilio.twiml;

import org.jspecify.annotations.NullMarked;
