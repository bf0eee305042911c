/// Routes calls: maps numbers and SIP domains to routes, decides who is dialled and who owns the
/// call, and answers with TwiML. Uses Twilio's types but no HTTP.
@NullMarked
package dev.agentpay.voice;

import org.jspecify.annotations.NullMarked;
