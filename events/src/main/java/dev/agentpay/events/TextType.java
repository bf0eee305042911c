package dev.agentpay.events;

import java.util.function.Function;

/// A value that is stored as one text: an id, a name.
///
/// @param parse reads what `text` wrote; throws [IllegalArgumentException] on anything else
public record TextType<T>(Class<T> type, Function<T, String> text, Function<String, T> parse) {}
