/// Access tokens for softphones and Sync: made by us, and verified when they come back.
@NullMarked
package dev.agentpay.twilio.token;

import org.jspecify.annotations.NullMarked;
