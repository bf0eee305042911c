/// Internal: requests, retries, and the parsing of JSON and server-sent events.
@NullMarked
package dev.agentpay.client.http;

import org.jspecify.annotations.NullMarked;
