package dev.agentpay.server.views;

/// The body of an event whose type says all: `{}`.
record NothingMore() implements EventBody {}
