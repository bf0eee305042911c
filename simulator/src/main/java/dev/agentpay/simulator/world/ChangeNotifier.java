package dev.agentpay.simulator.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Notifies watchers and softphones of changes. During a step, the account's code marks the legs
/// that it changes. At the end of the step, subscribers receive the snapshots that differ from the
/// last ones they received.
public final class ChangeNotifier {

  /// An active subscription; closing it twice has no effect.
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private final List<Watcher> watchers = new ArrayList<>();
  private final Map<String, List<Consumer<SoftphoneLeg>>> softphones = new HashMap<>();
  private final Set<Leg> changed = new LinkedHashSet<>();
  private final Map<String, CallView> publishedCalls = new HashMap<>();
  private final Map<String, SoftphoneLeg> publishedLegs = new HashMap<>();

  public void subscribe(Watcher watcher) {
    watchers.add(watcher);
  }

  public void unsubscribe(Watcher watcher) {
    watchers.remove(watcher);
    if (watchers.isEmpty()) {
      publishedCalls.clear();
    }
  }

  public void subscribe(String identity, Consumer<SoftphoneLeg> softphone) {
    softphones.computeIfAbsent(identity, _ -> new ArrayList<>()).add(softphone);
  }

  public void unsubscribe(String identity, Consumer<SoftphoneLeg> softphone) {
    softphones.computeIfPresent(
        identity,
        (_, open) -> {
          open.remove(softphone);
          return open.isEmpty() ? null : open;
        });
  }

  /// Whether somebody is at the leg's softphone. If so, the leg does not answer by itself.
  public boolean isAnsweredByHand(Leg leg) {
    return leg.kind() == Leg.Kind.CLIENT && softphones.containsKey(leg.identity());
  }

  /// Marks a leg whose snapshot may differ at the end of this step.
  void markChanged(Leg leg) {
    if (!watchers.isEmpty() || isAnsweredByHand(leg)) {
      changed.add(leg);
    }
  }

  void line(JournalEntry entry) {
    watchers.forEach(watcher -> watcher.line(entry));
  }

  /// Begins another world: forgets all published snapshots and informs the watchers.
  public void startWorld(String name) {
    changed.clear();
    publishedCalls.clear();
    publishedLegs.clear();
    watchers.forEach(watcher -> watcher.world(name, 0));
  }

  /// Publishes the changes of this step.
  public void publish(Function<Leg, CallView> view) {
    if (changed.isEmpty()) {
      return;
    }
    final List<Leg> legs = List.copyOf(changed);
    changed.clear();
    legs.forEach(this::notifySoftphones);
    if (!watchers.isEmpty()) {
      legs.stream().map(Leg::root).distinct().map(view).forEach(this::notifyWatchers);
    }
  }

  private void notifySoftphones(Leg leg) {
    if (isAnsweredByHand(leg)) {
      final SoftphoneLeg now = SoftphoneLeg.of(leg);
      if (hasChanged(publishedLegs, leg.sid(), now, leg.status().ended())) {
        softphones.getOrDefault(leg.identity(), List.of()).forEach(each -> each.accept(now));
      }
    }
  }

  private void notifyWatchers(CallView now) {
    if (hasChanged(publishedCalls, now.sid(), now, now.over())) {
      watchers.forEach(watcher -> watcher.call(now));
    }
  }

  private static <V> boolean hasChanged(Map<String, V> published, String sid, V now, boolean last) {
    final V before = last ? published.remove(sid) : published.put(sid, now);
    return !now.equals(before);
  }
}
