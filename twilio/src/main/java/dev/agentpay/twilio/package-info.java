/// The protocols between us and Twilio. What we send: REST requests, TwiML, access tokens and
/// copies for Sync. What we query: calls, and which leg is the customer's. What we receive:
/// webhooks and their signatures. This module opens no port.
@NullMarked
package dev.agentpay.twilio;

import org.jspecify.annotations.NullMarked;
