/// The types that the API and live updates show, converted from the internal events and states.
/// Component names here are JSON field names and must not change; renaming one in an event has no
/// effect outside. Independent of routes and SSE.
@NullMarked
package dev.agentpay.server.views;

import org.jspecify.annotations.NullMarked;
