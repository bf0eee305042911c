/// Requests to Twilio's REST API, and what each answer or failure means for a retry.
@NullMarked
package dev.agentpay.twilio.rest;

import org.jspecify.annotations.NullMarked;
