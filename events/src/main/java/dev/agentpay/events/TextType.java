package dev.agentpay.events;

import java.util.function.Function;

/// Describes a type that is stored as one text, such as an id or a name.
///
/// @param parse inverse of `text`; throws [IllegalArgumentException] for any other text
public record TextType<T>(Class<T> type, Function<T, String> text, Function<String, T> parse) {}
