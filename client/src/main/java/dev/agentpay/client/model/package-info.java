/// Types of the API: sessions, calls, events, and exceptions that say whether to retry.
@NullMarked
package dev.agentpay.client.model;

import org.jspecify.annotations.NullMarked;
