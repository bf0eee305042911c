/// Which way a call takes: what a number or a SIP domain is there for, who is rung, whose the call
/// is, and the TwiML that says so. Knows Twilio's words and no HTTP.
@NullMarked
package dev.agentpay.voice;

import org.jspecify.annotations.NullMarked;
