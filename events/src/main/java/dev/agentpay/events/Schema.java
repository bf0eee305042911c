package dev.agentpay.events;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everything that a store needs to know about what it keeps. Each module with aggregates or tasks
/// provides its own schema; the composition root combines them.
///
/// @param aggregates one per kind
/// @param tasks [Work] classes by the names under which they are stored; a name never changes
/// @param texts types that are stored as one text
/// @param added components added to a stored class in a later version, with their values for older
///   rows; `request.typeTwice` is a component of the component `request`
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
        throw new IllegalArgumentException("two aggregates have the kind " + type.kind());
      }
    }
  }

  /// Combines schemas.
  ///
  /// @throws IllegalArgumentException if two of them use the same name
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

  /// Returns the registered aggregate of a kind.
  ///
  /// @throws IllegalArgumentException if there is none
  public AggregateType<?> aggregate(String kind) {
    return aggregates.stream()
        .filter(type -> type.kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no aggregate is registered for " + kind));
  }
}
