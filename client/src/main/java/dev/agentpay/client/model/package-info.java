/// Values of the API: sessions, calls, events, and the exceptions that tell whether to retry.
@NullMarked
package dev.agentpay.client.model;

import org.jspecify.annotations.NullMarked;
