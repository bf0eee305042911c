package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import dev.agentpay.scenarios.actors.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// What an existing client has told its page, in order. A script waits until it has told something.
public final class ExistingEvents {

  /// @param name as the client calls it
  /// @param data what comes with it; a missing node when nothing does
  public record Event(String name, JsonNode data) {
    /// A text of what came with it; empty when there is none.
    public String text(String field) {
      return data.path(field).asString("");
    }
  }

  private final List<Event> told = new ArrayList<>();

  synchronized void emit(String name, JsonNode data) {
    told.add(new Event(name, data));
    notifyAll();
  }

  void emit(String name) {
    emit(name, ExistingBrowser.JSON.missingNode());
  }

  /// How many there were: a place to wait from.
  public synchronized int count() {
    return told.size();
  }

  /// How many of that name there were since then.
  public synchronized long count(String name, int since) {
    return told.stream().skip(since).filter(e -> e.name().equals(name)).count();
  }

  public Event await(int since, String name) {
    return await(since, name, name, _ -> true);
  }

  /// Waits for the first one since then that is wanted.
  public synchronized Event await(int since, String name, String what, Predicate<Event> wanted) {
    final long end = System.nanoTime() + Stage.PATIENCE.toNanos();
    try {
      for (int next = since; ; next++) {
        while (next >= told.size()) {
          final long left = end - System.nanoTime();
          if (left <= 0) {
            throw new ScriptFailure("the client never told its page: " + what);
          }
          TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        final Event event = told.get(next);
        if (event.name().equals(name) && wanted.test(event)) {
          return event;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptFailure("interrupted", e);
    }
  }
}
