package dev.agentpay.server.stream;

import dev.agentpay.calls.Calls;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets an agent to away some time after their last page is gone: they signed out, closed it, or
/// lost the connection. Until then a reloaded page, or another one, keeps them ready. On a call
/// they stay busy and are away after it. Agents who never had a page open, such as those of a
/// program that uses only the API, are left alone, and so are agents who have a page of an existing
/// client open.
///
/// A page is a stream of this node. If several nodes serve one store, a page may be on another
/// node: then [#hasPage] must ask them all, for example by a row per agent and node that the node
/// renews. Nothing else changes, as the agent's state is an event in the store.
final class Presence implements AgentPages.Place {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  private static final Origin PAGE_GONE = new Origin(Actor.SYSTEM, "live updates", "page gone");

  private final Calls calls;
  private final Duration grace;
  private final AgentPages pages;

  // Guarded by `this`.
  private final Map<AgentId, Integer> open = new HashMap<>();
  private final Map<AgentId, Instant> goneSince = new HashMap<>();
  private final Set<AgentId> inProgress = new HashSet<>();

  /// @param grace how long an agent without a page stays as they are
  Presence(Calls calls, Duration grace, AgentPages pages) {
    this.calls = calls;
    this.grace = grace;
    this.pages = pages;
    pages.add(this);
  }

  @Override
  public synchronized boolean hasPage(AgentId agent) {
    return open.containsKey(agent);
  }

  synchronized void opened(AgentId agent) {
    open.merge(agent, 1, Integer::sum);
    goneSince.remove(agent);
  }

  synchronized void closed(AgentId agent, Instant at) {
    open.computeIfPresent(agent, (_, had) -> had > 1 ? had - 1 : null);
    if (!hasPage(agent)) {
      goneSince.put(agent, at);
    }
  }

  /// Sets the agents to away whose time is over. Returns at once; the store is asked in the
  /// background, and again at the next check if it was not available.
  void check(Instant now) {
    for (AgentId agent : due(now)) {
      Thread.ofVirtual().name("away").start(() -> leave(agent));
    }
  }

  private synchronized List<AgentId> due(Instant now) {
    return goneSince.entrySet().stream()
        .filter(gone -> !gone.getValue().plus(grace).isAfter(now))
        .map(Map.Entry::getKey)
        .filter(inProgress::add)
        .toList();
  }

  private void leave(AgentId agent) {
    try {
      if (isStillGone(agent)
          && !pages.isOpenElsewhere(this, agent)
          && calls.find(agent).wantsCalls()) {
        calls.setAvailability(agent, false, PAGE_GONE);
        LOG.info("{} is away: the last page was closed {} s ago", agent, grace.toSeconds());
      }
      done(agent, true);
    } catch (RuntimeException e) {
      LOG.warn("Cannot set {} to away yet, trying again: {}", agent, e.getClass().getName());
      done(agent, false);
    }
  }

  private synchronized boolean isStillGone(AgentId agent) {
    return goneSince.containsKey(agent);
  }

  private synchronized void done(AgentId agent, boolean isAway) {
    inProgress.remove(agent);
    if (isAway) {
      goneSince.remove(agent);
    }
  }
}
