package dev.agentpay.events;

import java.util.LinkedHashMap;
import java.util.Map;

/// A cache that forgets the entry that was used least recently when it holds more than its bound.
/// Not thread-safe.
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;
  private static final int INITIAL_CAPACITY = 64;
  private static final float LOAD_FACTOR = 0.75f;

  private final int bound;

  /// @param bound most entries, at least 1
  public BoundedMap(int bound) {
    super(INITIAL_CAPACITY, LOAD_FACTOR, true);
    if (bound < 1) {
      throw new IllegalArgumentException("the bound must be at least 1; got " + bound);
    }
    this.bound = bound;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > bound;
  }
}
