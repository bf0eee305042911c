/// What every HTTP request passes: routing, authentication, limits, reading of bodies, problems
/// (RFC 9457), metrics, and the static pages.
@NullMarked
package dev.agentpay.server.http;

import org.jspecify.annotations.NullMarked;
