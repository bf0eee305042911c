package dev.agentpay.server.views;

/// The body `{}` of an event without further content.
record EmptyBody() implements EventBody {}
