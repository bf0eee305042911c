/// Twilio's REST API: authentication, calls, payments and Sync resources.
@NullMarked
package dev.agentpay.simulator.rest;

import org.jspecify.annotations.NullMarked;
