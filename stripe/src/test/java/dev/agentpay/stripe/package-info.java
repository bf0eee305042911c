@NullMarked
package dev.agentpay.stripe;

import org.jspecify.annotations.NullMarked;
