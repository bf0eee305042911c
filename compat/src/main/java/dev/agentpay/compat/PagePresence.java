package dev.agentpay.compat;

import dev.agentpay.calls.Calls;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Decisions;
import dev.agentpay.events.Draft;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Origin;
import dev.agentpay.events.OutboxWorker;
import dev.agentpay.events.Projection;
import dev.agentpay.events.Task;
import dev.agentpay.server.stream.AgentPages;
import dev.agentpay.twilio.ClientIdentity;
import dev.agentpay.twilio.sync.SyncAnswer;
import dev.agentpay.twilio.webhook.Form;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows whether the Generic demo's page of an agent is still open. The page itself says only when
/// its softphone starts. But it keeps a connection to Sync, and Sync tells us when an agent's last
/// connection has been gone for [#GRACE]. At the latest, the page is gone when the token of its
/// softphone expires, because the page never renews it. While the agent has another page open, such
/// as the desk, this one changes nothing.
final class PagePresence implements AgentPages.Place {
  /// The path at which Sync reports connections.
  static final String PATH = "/twilio/sync/presence";

  /// Longer than a reload or a short network failure; Sync's maximum is 30 s.
  static final Duration GRACE = Duration.ofSeconds(20);

  private static final Origin GONE = new Origin(Actor.SYSTEM, "compat", "page gone");
  private static final Origin BACK = new Origin(Actor.SYSTEM, "compat", "page connected again");

  private static final Logger LOG = LoggerFactory.getLogger(PagePresence.class);

  private final Kernel kernel;
  private final Calls calls;
  private final SyncLeases leases;
  private final Reporting sync;
  private final AgentPages pages;
  private final Decisions decisions;

  /// The services that this process has asked to report connections, with the address.
  private final Set<String> reporting = ConcurrentHashMap.newKeySet();

  /// Makes Sync report the connections of a service.
  interface Reporting {
    SyncAnswer report(String service, URI webhook, Duration grace);
  }

  PagePresence(Kernel kernel, Calls calls, SyncLeases leases, Reporting sync, AgentPages pages) {
    this.kernel = kernel;
    this.calls = calls;
    this.leases = leases;
    this.sync = sync;
    this.pages = pages;
    pages.add(this);
    decisions = new Decisions(kernel, Projection.NONE);
    kernel.worker().handle(PageChanged.class, this::changed);
    kernel.worker().handle(PageDeadline.class, this::deadline);
  }

  @Override
  public boolean hasPage(AgentId agent) {
    final Instant now = kernel.scheduler().now();
    return leases
        .serviceOf(agent)
        .flatMap(this::find)
        .flatMap(SyncLease::page)
        .filter(page -> !page.left() && page.until().isAfter(now))
        .isPresent();
  }

  /// The agent has started the page's softphone and is ready for calls.
  ///
  /// @param service the agent's Sync service
  /// @param base our address as Twilio sees it
  void opened(String service, AgentId agent, String base, Origin origin) {
    report(service, URI.create(base + PATH));
    final Instant until = kernel.scheduler().now().plus(CompatOptions.TOKEN_LIFETIME);
    decisions.make(service, origin, draft -> open(draft, service, agent, until));
    calls.setAvailability(agent, true, origin);
  }

  /// The page has sent a request, so it is there.
  void seen(String service, AgentId agent, Origin origin) {
    returned(service, agent, origin);
  }

  /// Handles a webhook of Sync.
  Inbox.Taken handle(Form webhook, Origin origin) {
    final String service = webhook.first("ServiceSid").orElse("");
    final Optional<AgentId> agent =
        webhook.first("Identity").flatMap(ClientIdentity::agent).filter(_ -> !service.isEmpty());
    switch (webhook.first("EventType").orElse("")) {
      case "endpoint_disconnected" -> agent.ifPresent(who -> left(service, who, origin));
      case "endpoint_connected" -> agent.ifPresent(who -> returned(service, who, origin));
      default -> {} // The page has changed something in Sync.
    }
    return Inbox.Taken.HANDLED;
  }

  /// An agent who has set themselves away stays away when the page connects again, so nothing is
  /// recorded for them.
  private void left(String service, AgentId agent, Origin origin) {
    final boolean wantsCalls = calls.find(agent).wantsCalls();
    decisions.make(
        service,
        origin,
        draft -> {
          if (wantsCalls && page(draft, service, agent).filter(page -> !page.left()).isPresent()) {
            draft.record(CompatSchema.LEASE, service, new SyncEvent.PageLeft(service, agent));
            draft.put(Task.next(queue(service), new PageChanged(service), draft.at()));
          }
          return service;
        });
  }

  private void returned(String service, AgentId agent, Origin origin) {
    decisions.make(
        service,
        origin,
        draft -> {
          page(draft, service, agent)
              .filter(page -> page.left() && page.until().isAfter(draft.at()))
              .ifPresent(
                  page -> {
                    open(draft, service, agent, page.until());
                    draft.put(Task.next(queue(service), new PageChanged(service), draft.at()));
                  });
          return service;
        });
  }

  private static String open(Draft draft, String service, AgentId agent, Instant until) {
    draft.record(CompatSchema.LEASE, service, new SyncEvent.PageOpened(service, agent, until));
    draft.put(Task.deadline(queue(service), new PageDeadline(service), until));
    return service;
  }

  /// Returns the page of the agent, if the service is theirs.
  private static Optional<SyncLease.Page> page(Draft draft, String service, AgentId agent) {
    return draft
        .find(CompatSchema.LEASE, service)
        .filter(lease -> lease.agent().equals(Optional.of(agent)))
        .flatMap(SyncLease::page);
  }

  private static String queue(String service) {
    return CompatSchema.LEASE.stream(service).toString();
  }

  private Optional<OutboxWorker.Retry> changed(Task task) {
    find(((PageChanged) task.work()).service()).ifPresent(this::applyAvailability);
    kernel.outbox().done(task);
    return Optional.empty();
  }

  private void applyAvailability(SyncLease lease) {
    final Optional<AgentId> agent = lease.agent().filter(who -> !pages.isOpenElsewhere(this, who));
    lease
        .page()
        .ifPresent(
            page ->
                agent.ifPresent(
                    who -> calls.setAvailability(who, !page.left(), page.left() ? GONE : BACK)));
  }

  private Optional<OutboxWorker.Retry> deadline(Task task) {
    final String service = ((PageDeadline) task.work()).service();
    final Optional<SyncLease> lease = find(service);
    final Optional<Instant> until =
        lease.flatMap(SyncLease::page).filter(page -> !page.left()).map(SyncLease.Page::until);
    if (until.filter(end -> end.isAfter(kernel.scheduler().now())).isPresent()) {
      return Optional.of(OutboxWorker.Retry.at(until.get()));
    }
    until.flatMap(_ -> lease.get().agent()).ifPresent(agent -> left(service, agent, GONE));
    kernel.outbox().done(task);
    return Optional.empty();
  }

  private Optional<SyncLease> find(String service) {
    return kernel.store().load(CompatSchema.LEASE, service);
  }

  private void report(String service, URI webhook) {
    if (!reporting.add(service + " " + webhook)) {
      return;
    }
    final SyncAnswer answer = sync.report(service, webhook, GRACE);
    if (!(answer instanceof SyncAnswer.Written)) {
      reporting.remove(service + " " + webhook);
      LOG.warn(
          "Sync service {} cannot report closed pages of the Generic demo: {}. Their agents stay"
              + " ready until their token expires",
          service,
          answer);
    }
  }
}
