/// HTTP infrastructure for all routes: routing, authentication, limits, body parsing, problem
/// documents (RFC 9457), metrics and static pages.
@NullMarked
package dev.agentpay.server.http;

import org.jspecify.annotations.NullMarked;
