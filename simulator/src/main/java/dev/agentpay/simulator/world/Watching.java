package dev.agentpay.simulator.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Who watches the account, and what they have been told. Within a step the account's parts name
/// the legs that they touch; at its end watchers are told what of it shows from outside.
public final class Watching {

  /// Ends the watching; no effect when it has ended.
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  private final List<Watcher> watchers = new ArrayList<>();
  private final Map<String, List<Consumer<SoftphoneLeg>>> softphones = new HashMap<>();
  private final Set<Leg> touched = new LinkedHashSet<>();
  private final Map<String, CallView> callsTold = new HashMap<>();
  private final Map<String, SoftphoneLeg> legsTold = new HashMap<>();

  public void begin(Watcher watcher) {
    watchers.add(watcher);
  }

  public void end(Watcher watcher) {
    watchers.remove(watcher);
    if (watchers.isEmpty()) {
      callsTold.clear();
    }
  }

  public void begin(String identity, Consumer<SoftphoneLeg> softphone) {
    softphones.computeIfAbsent(identity, _ -> new ArrayList<>()).add(softphone);
  }

  public void end(String identity, Consumer<SoftphoneLeg> softphone) {
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
  void touch(Leg leg) {
    if (!watchers.isEmpty() || isAnsweredByHand(leg)) {
      touched.add(leg);
    }
  }

  void line(JournalEntry entry) {
    watchers.forEach(watcher -> watcher.line(entry));
  }

  /// Nothing that was told before counts any more.
  public void worldBegan(String name) {
    touched.clear();
    callsTold.clear();
    legsTold.clear();
    watchers.forEach(watcher -> watcher.world(name, 0));
  }

  /// Tells what has changed in this step.
  public void tell(Function<Leg, CallView> view) {
    if (touched.isEmpty()) {
      return;
    }
    var legs = List.copyOf(touched);
    touched.clear();
    legs.forEach(this::tellSoftphones);
    if (!watchers.isEmpty()) {
      legs.stream().map(Leg::root).distinct().map(view).forEach(this::tellWatchers);
    }
  }

  private void tellSoftphones(Leg leg) {
    if (isAnsweredByHand(leg)) {
      var now = SoftphoneLeg.of(leg);
      if (isNews(legsTold, leg.sid(), now, leg.status().ended())) {
        softphones.getOrDefault(leg.identity(), List.of()).forEach(each -> each.accept(now));
      }
    }
  }

  private void tellWatchers(CallView now) {
    if (isNews(callsTold, now.sid(), now, now.over())) {
      watchers.forEach(watcher -> watcher.call(now));
    }
  }

  private static <V> boolean isNews(Map<String, V> told, String sid, V now, boolean last) {
    var before = last ? told.remove(sid) : told.put(sid, now);
    return !now.equals(before);
  }
}
