/// Routes of the public API, one class per resource.
@NullMarked
package dev.agentpay.server.api;

import org.jspecify.annotations.NullMarked;
