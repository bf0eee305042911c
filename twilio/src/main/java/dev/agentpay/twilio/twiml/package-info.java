/// TwiML documents.
@NullMarked
package dev.agentpay.twilio.twiml;

import org.jspecify.annotations.NullMarked;
