package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import dev.agentpay.scenarios.actors.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// The events that an existing client emitted to its page, in order. A scenario can wait for one.
public final class ExistingEvents {

  /// @param name the client's name of the event
  /// @param data the event's data; a missing node if there is none
  public record Event(String name, JsonNode data) {
    /// A text of the data; empty if it is missing.
    public String text(String field) {
      return data.path(field).asString("");
    }
  }

  private final List<Event> events = new ArrayList<>();

  synchronized void emit(String name, JsonNode data) {
    events.add(new Event(name, data));
    notifyAll();
  }

  void emit(String name) {
    emit(name, ExistingBrowser.JSON.missingNode());
  }

  /// The number of events so far; use it as the start of an await.
  public synchronized int count() {
    return events.size();
  }

  /// The number of events with this name from index `since` on.
  public synchronized long count(String name, int since) {
    return events.stream().skip(since).filter(e -> e.name().equals(name)).count();
  }

  /// Waits for the first event with this name from index `since` on.
  public Event await(int since, String name) {
    return await(since, name, name, _ -> true);
  }

  /// Waits for the first matching event with this name from index `since` on.
  ///
  /// @throws ScriptFailure if none comes within [Stage#STEP_TIMEOUT]
  public synchronized Event await(int since, String name, String what, Predicate<Event> wanted) {
    final long end = System.nanoTime() + Stage.STEP_TIMEOUT.toNanos();
    try {
      for (int next = since; ; next++) {
        while (next >= events.size()) {
          final long left = end - System.nanoTime();
          if (left <= 0) {
            throw new ScriptFailure("the client did not tell its page: " + what);
          }
          TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        final Event event = events.get(next);
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
