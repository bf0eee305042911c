/// Existing clients, request by request as they behave.
@NullMarked
package dev.agentpay.scenarios.existing;

import org.jspecify.annotations.NullMarked;
