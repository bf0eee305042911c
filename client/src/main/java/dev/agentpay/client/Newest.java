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

/// The newest version seen of each thing, and who waits for one to become something.
final class Newest<T> {
  /// More things than a supervisor sees change in a day; the one longest unchanged is forgotten.
  static final int MAX_THINGS = 20_000;

  private record Waiter<T>(Predicate<T> until, CompletableFuture<T> found) {}

  private final Function<T, String> id;
  private final ToLongFunction<T> version;
  private final Map<String, T> things = new LinkedHashMap<>();
  private final Collection<Waiter<T>> waiters = new ArrayList<>();
  private Optional<PayException> over = Optional.empty();

  Newest(Function<T, String> id, ToLongFunction<T> version) {
    this.id = id;
    this.version = version;
  }

  /// Keeps the thing unless a newer one is known.
  ///
  /// @return the newest one
  synchronized T offer(T thing) {
    final T known = things.get(id.apply(thing));
    if (known != null && version.applyAsLong(known) > version.applyAsLong(thing)) {
      return known;
    }
    things.remove(id.apply(thing)); // back to the young end
    things.put(id.apply(thing), thing);
    if (things.size() > MAX_THINGS) {
      final Iterator<T> oldest = things.values().iterator();
      oldest.next();
      oldest.remove();
    }
    return thing;
  }

  synchronized Optional<T> get(String wanted) {
    return Optional.ofNullable(things.get(wanted));
  }

  synchronized List<T> all() {
    return List.copyOf(things.values());
  }

  /// Forgets all others.
  synchronized void retain(Set<String> ids) {
    things.keySet().retainAll(ids);
  }

  /// Completes when a thing is or becomes so; exceptionally when the predicate throws, or when no
  /// more things will come.
  synchronized CompletableFuture<T> when(Predicate<T> until) {
    final Waiter<T> waiter = new Waiter<>(until, new CompletableFuture<>());
    for (T thing : things.values()) {
      tell(waiter, thing);
    }
    over.ifPresent(waiter.found::completeExceptionally);
    if (!waiter.found.isDone()) {
      waiters.add(waiter);
    }
    return waiter.found;
  }

  /// Waits no longer for this.
  synchronized void leave(CompletableFuture<T> found) {
    found.cancel(false);
    waiters.removeIf(waiter -> waiter.found.isDone());
  }

  /// Tells the waiters; apart from [#offer] so that listeners can be told before them.
  synchronized void announce(T thing) {
    waiters.forEach(waiter -> tell(waiter, thing));
    waiters.removeIf(waiter -> waiter.found.isDone());
  }

  /// No more things will come.
  synchronized void end(PayException why) {
    over = Optional.of(why);
    waiters.forEach(waiter -> waiter.found.completeExceptionally(why));
    waiters.clear();
  }

  private static <T> void tell(Waiter<T> waiter, T thing) {
    if (waiter.found.isDone()) {
      return;
    }
    try {
      if (waiter.until.test(thing)) {
        waiter.found.complete(thing);
      }
    } catch (RuntimeException e) {
      waiter.found.completeExceptionally(e);
    }
  }
}
