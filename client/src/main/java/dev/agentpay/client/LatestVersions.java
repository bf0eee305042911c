package dev.agentpay.client;

import dev.agentpay.client.model.PayException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// The newest known version of each item, and the waiters for items that match a predicate.
final class LatestVersions<T> {
  /// More items than a supervisor sees change in a day. Beyond it, the item that has been unchanged
  /// longest is removed.
  static final int MAX_ITEMS = 20_000;

  private record Waiter<T>(Predicate<T> until, CompletableFuture<T> found) {}

  private final Function<T, String> id;
  private final ToLongFunction<T> version;
  private final Map<String, T> items = new LinkedHashMap<>();
  private final Collection<Waiter<T>> waiters = new ArrayList<>();
  private Optional<PayException> endedBy = Optional.empty();

  LatestVersions(Function<T, String> id, ToLongFunction<T> version) {
    this.id = id;
    this.version = version;
  }

  /// Stores the item unless a newer version is known.
  ///
  /// @return the newest version
  synchronized T offer(T item) {
    final T known = items.get(id.apply(item));
    if (known != null && version.applyAsLong(known) > version.applyAsLong(item)) {
      return known;
    }
    items.remove(id.apply(item)); // re-insert as the most recently changed
    items.put(id.apply(item), item);
    if (items.size() > MAX_ITEMS) {
      final Iterator<T> oldest = items.values().iterator();
      oldest.next();
      oldest.remove();
    }
    return item;
  }

  synchronized Optional<T> get(String wanted) {
    return Optional.ofNullable(items.get(wanted));
  }

  synchronized List<T> all() {
    return List.copyOf(items.values());
  }

  /// Removes all other items.
  synchronized void retain(Set<String> ids) {
    items.keySet().retainAll(ids);
  }

  /// Completes when an item matches; exceptionally if the predicate throws or no more items will
  /// come.
  synchronized CompletableFuture<T> firstMatch(Predicate<T> until) {
    final Waiter<T> waiter = new Waiter<>(until, new CompletableFuture<>());
    for (T item : items.values()) {
      check(waiter, item);
    }
    endedBy.ifPresent(waiter.found::completeExceptionally);
    if (!waiter.found.isDone()) {
      waiters.add(waiter);
    }
    return waiter.found;
  }

  /// Cancels this wait.
  synchronized void cancel(CompletableFuture<T> found) {
    found.cancel(false);
    waiters.removeIf(waiter -> waiter.found.isDone());
  }

  /// Tests the waiters' predicates on this item. Separate from [#offer], so that listeners see the
  /// item before the waiters do.
  synchronized void notifyWaiters(T item) {
    waiters.forEach(waiter -> check(waiter, item));
    waiters.removeIf(waiter -> waiter.found.isDone());
  }

  /// Fails all current and future waits, because no more items will come.
  synchronized void end(PayException why) {
    endedBy = Optional.of(why);
    waiters.forEach(waiter -> waiter.found.completeExceptionally(why));
    waiters.clear();
  }

  private static <T> void check(Waiter<T> waiter, T item) {
    if (waiter.found.isDone()) {
      return;
    }
    try {
      if (waiter.until.test(item)) {
        waiter.found.complete(item);
      }
    } catch (RuntimeException e) {
      waiter.found.completeExceptionally(e);
    }
  }
}
