/// Access tokens for softphones and Sync: issues and verifies them.
@NullMarked
package dev.agentpay.twilio.token;

import org.jspecify.annotations.NullMarked;
