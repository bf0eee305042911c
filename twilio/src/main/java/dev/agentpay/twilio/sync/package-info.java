/// Copies of Payments in Twilio Sync, for clients that watch them there.
@NullMarked
package dev.agentpay.twilio.sync;

import org.jspecify.annotations.NullMarked;
