package dev.agentpay.voice;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The orders in which Twilio may tell things.
final class Orders {
  private Orders() {}

  /// Every order.
  static <T> List<List<T>> all(List<T> things) {
    if (things.isEmpty()) {
      return List.of(List.of());
    }
    final List<List<T>> orders = new ArrayList<>();
    for (int i = 0; i < things.size(); i++) {
      final List<T> others = new ArrayList<>(things);
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

  /// Everything once in this order, and some of it again, at once or much later.
  static <T> List<T> repeated(List<T> order, long seed) {
    final Random random = new Random(seed);
    final List<T> told = new ArrayList<>();
    for (T thing : order) {
      told.add(thing);
      if (random.nextBoolean()) {
        told.add(thing);
      }
      told.add(told.get(random.nextInt(told.size())));
    }
    return told;
  }
}
