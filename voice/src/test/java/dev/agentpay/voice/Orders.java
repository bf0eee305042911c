package dev.agentpay.voice;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Orders in which messages may be delivered.
final class Orders {
  private Orders() {}

  /// All permutations.
  static <T> List<List<T>> all(List<T> items) {
    if (items.isEmpty()) {
      return List.of(List.of());
    }
    final List<List<T>> orders = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      final List<T> others = new ArrayList<>(items);
      final T first = others.remove(i);
      for (List<T> rest : all(others)) {
        final List<T> order = new ArrayList<>();
        order.add(first);
        order.addAll(rest);
        orders.add(order);
      }
    }
    return orders;
  }

  /// All items in this order, with random repetitions, at once or later.
  static <T> List<T> repeated(List<T> order, long seed) {
    final Random random = new Random(seed);
    final List<T> repeated = new ArrayList<>();
    for (T item : order) {
      repeated.add(item);
      if (random.nextBoolean()) {
        repeated.add(item);
      }
      repeated.add(repeated.get(random.nextInt(repeated.size())));
    }
    return repeated;
  }
}
