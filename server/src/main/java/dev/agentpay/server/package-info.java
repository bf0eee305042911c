/// Routes, sign-in and roles, the live stream, health and metrics.
@NullMarked
package dev.agentpay.server;

import org.jspecify.annotations.NullMarked;
