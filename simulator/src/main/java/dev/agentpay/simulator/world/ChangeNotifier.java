package dev.agentpay.simulator.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Who watches the account, and what they have been published. Within a step the account's parts name
/// the legs that they touch; at its end watchers are published what of it shows from outside.
public final class ChangeNotifier {

  /// Ends the watching; no effect when it has ended.
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

  /// Whether somebody sits at a softphone: then nobody answers in their place.
  public boolean isAnsweredByHand(Leg leg) {
    return leg.kind() == Leg.Kind.CLIENT && softphones.containsKey(leg.identity());
  }

  /// Something about the leg may look different from outside at the end of this step.
  void markChanged(Leg leg) {
    if (!watchers.isEmpty() || isAnsweredByHand(leg)) {
      changed.add(leg);
    }
  }

  void line(JournalEntry entry) {
    watchers.forEach(watcher -> watcher.line(entry));
  }

  /// Nothing that was published before counts any more.
  public void startWorld(String name) {
    changed.clear();
    publishedCalls.clear();
    publishedLegs.clear();
    watchers.forEach(watcher -> watcher.world(name, 0));
  }

  /// Tells what has changed in this step.
  public void publish(Function<Leg, CallView> view) {
    if (changed.isEmpty()) {
      return;
    }
    var legs = List.copyOf(changed);
    changed.clear();
    legs.forEach(this::notifySoftphones);
    if (!watchers.isEmpty()) {
      legs.stream().map(Leg::root).distinct().map(view).forEach(this::notifyWatchers);
    }
  }

  private void notifySoftphones(Leg leg) {
    if (isAnsweredByHand(leg)) {
      var now = SoftphoneLeg.of(leg);
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
    var before = last ? published.remove(sid) : published.put(sid, now);
    return !now.equals(before);
  }
}
