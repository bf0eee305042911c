/// Internal: requests, retries and the parsing of JSON and of server-sent events.
@NullMarked
package dev.agentpay.client.http;

import org.jspecify.annotations.NullMarked;
