package dev.agentpay.store;

import dev.agentpay.events.AggregateType;
import dev.agentpay.events.Event;
import dev.agentpay.events.NewerVersionException;
import dev.agentpay.events.Schema;
import dev.agentpay.events.Work;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Maps each registered class to its stored name and back.
public final class Types {
  private final Map<String, AggregateType<?>> aggregates = new HashMap<>();
  private final Map<String, Class<? extends Work>> tasks;
  private final Map<Class<?>, String> names = new HashMap<>();

  Types(Schema schema) {
    tasks = schema.tasks();
    schema.aggregates().forEach(type -> aggregates.put(type.kind(), type));
    schema.aggregates().forEach(type -> type.events().forEach(this::name));
    tasks.forEach(this::name);
  }

  private void name(String name, Class<?> type) {
    if (names.put(type, name) != null) {
      throw new IllegalArgumentException(type + " is registered under two names");
    }
  }

  /// @throws IllegalStateException if the class is not registered
  public String of(Object value) {
    final String name = names.get(value.getClass());
    if (name == null) {
      throw new IllegalStateException(
          value.getClass() + " has no stored name: register one in its module's schema");
    }
    return name;
  }

  /// @throws IllegalStateException if the kind is not registered
  public AggregateType<?> aggregate(String kind) {
    return Optional.<AggregateType<?>>ofNullable(aggregates.get(kind))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "aggregate kind %s is not registered: register it in its module's schema"
                        .formatted(kind)));
  }

  /// @param where names the row in error messages
  /// @throws NewerVersionException if the kind is not registered, because a newer version wrote it
  AggregateType<?> aggregate(String where, String kind) {
    return Optional.<AggregateType<?>>ofNullable(aggregates.get(kind))
        .orElseThrow(() -> new NewerVersionException(where, "kind", kind));
  }

  Class<? extends Event> event(String where, String kind, String name) {
    return Optional.<Class<? extends Event>>ofNullable(aggregate(where, kind).events().get(name))
        .orElseThrow(() -> new NewerVersionException(where, "type", name));
  }

  Class<? extends Work> task(String where, String name) {
    return Optional.<Class<? extends Work>>ofNullable(tasks.get(name))
        .orElseThrow(() -> new NewerVersionException(where, "type", name));
  }
}
