/// Takes card payments on an agent's calls, with the methods and events of the JavaScript client.
@NullMarked
package dev.agentpay.client.capture;

import org.jspecify.annotations.NullMarked;
