/// Log output. Card numbers are masked in every line.
@NullMarked
package dev.agentpay.app.logging;

import org.jspecify.annotations.NullMarked;
