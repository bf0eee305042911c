package dev.agentpay.events;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everything that a store needs to know of what it keeps. Each module that has aggregates or tasks
/// says what is its own; the composition root puts them together.
///
/// @param aggregates at most one of a kind
/// @param tasks under which name each class of [Work] is stored; a name never changes
/// @param texts values that are stored as one text
/// @param added components that a stored class got in a later version, and their value in rows that
///   are older
public record Schema(
    List<AggregateType<?>> aggregates,
    Map<String, Class<? extends Work>> tasks,
    List<TextType<?>> texts,
    Map<Class<?>, Map<String, Object>> added) {
  public Schema {
    aggregates = List.copyOf(aggregates);
    tasks = Map.copyOf(tasks);
    texts = List.copyOf(texts);
    added = Map.copyOf(added);
    final Set<String> kinds = new HashSet<>();
    for (AggregateType<?> type : aggregates) {
      if (!kinds.add(type.kind())) {
        throw new IllegalArgumentException("two aggregates of the kind " + type.kind());
      }
    }
  }

  /// All of these together.
  ///
  /// @throws IllegalArgumentException when two of them use one name
  public static Schema of(Schema... parts) {
    final List<AggregateType<?>> aggregates = new ArrayList<>();
    final Map<String, Class<? extends Work>> tasks = new HashMap<>();
    final List<TextType<?>> texts = new ArrayList<>();
    final Map<Class<?>, Map<String, Object>> added = new HashMap<>();
    for (Schema part : parts) {
      aggregates.addAll(part.aggregates);
      part.tasks.forEach(
          (name, type) -> {
            if (tasks.put(name, type) != null) {
              throw new IllegalArgumentException("two kinds of work are stored as " + name);
            }
          });
      texts.addAll(part.texts);
      added.putAll(part.added);
    }
    return new Schema(aggregates, tasks, texts, added);
  }

  /// The registered aggregate of a kind.
  ///
  /// @throws IllegalArgumentException when there is none
  public AggregateType<?> aggregate(String kind) {
    return aggregates.stream()
        .filter(type -> type.kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no aggregate is registered for " + kind));
  }
}
