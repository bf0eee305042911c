/// The HTTP server: routes, sign-in and roles, live updates, health and metrics.
@NullMarked
package dev.agentpay.server;

import org.jspecify.annotations.NullMarked;
