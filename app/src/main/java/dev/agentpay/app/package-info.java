/// The command line and the composition root.
@NullMarked
package dev.agentpay.app;

import org.jspecify.annotations.NullMarked;
