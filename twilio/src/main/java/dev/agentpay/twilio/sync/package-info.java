/// Copies of Payments in Twilio Sync, for existing clients that read them there.
@NullMarked
package dev.agentpay.twilio.sync;

import org.jspecify.annotations.NullMarked;
