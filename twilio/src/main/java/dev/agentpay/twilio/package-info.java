/// Everything on Twilio's wire: what we send (the REST gateway, TwiML, access tokens, the mirror in
/// Sync), what we ask (calls, and which leg is the customer's), and what reaches us (webhooks,
/// their signature, and what they say). It opens no port of its own.
@NullMarked
package dev.agentpay.twilio;

import org.jspecify.annotations.NullMarked;
