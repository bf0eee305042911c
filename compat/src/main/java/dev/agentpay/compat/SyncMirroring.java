package dev.agentpay.compat;

import dev.agentpay.core.AgentId;
import dev.agentpay.core.Call;
import dev.agentpay.core.CallEvent;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.Calls;
import dev.agentpay.core.Feed;
import dev.agentpay.core.PaySession;
import dev.agentpay.core.PaySessions;
import dev.agentpay.core.SessionId;
import dev.agentpay.core.SyncLeases;
import dev.agentpay.core.Uui;
import dev.agentpay.server.PaymentWatcher;
import dev.agentpay.twilio.Form;
import dev.agentpay.twilio.PaymentStatusParser;
import dev.agentpay.twilio.SyncMirror;
import dev.agentpay.twilio.SyncShape;
import dev.agentpay.twilio.SyncTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows existing clients in Twilio Sync what happens to their payments and which calls are theirs.
/// What is to be shown waits in a bounded queue and is looked up by one thread, in order: neither a
/// callback nor a claim ever waits for it.
final class SyncMirroring implements PaymentWatcher, Feed.Reader, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncMirroring.class);

  /// Some seconds of a busy node's callbacks.
  private static final int MAX_WAITING = 10_000;

  /// More payments than are open at a time on one node.
  private static final int MAX_TARGETS = 4_096;

  private final CompatOptions options;
  private final PaySessions sessions;
  private final Calls calls;
  private final SyncLeases leases;
  private final SyncMirror mirror;
  private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread worker;

  private final Map<SessionId, Optional<SyncTarget>> targets =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, Optional<SyncTarget>> eldest) {
          return size() > MAX_TARGETS;
        }
      };

  SyncMirroring(
      CompatOptions options,
      PaySessions sessions,
      Calls calls,
      SyncLeases leases,
      SyncMirror mirror) {
    this.options = options;
    this.sessions = sessions;
    this.calls = calls;
    this.leases = leases;
    this.mirror = mirror;
    worker = Thread.ofVirtual().name("sync-mirroring").start(this::work);
  }

  @Override
  public void told(Form callback, Form query) {
    query
        .filled(PaymentStatusParser.SESSION)
        .ifPresent(session -> later(() -> payment(session, callback)));
  }

  @Override
  public boolean offer(Feed.Item item) {
    if (item instanceof Feed.Fact fact && givesCall(fact)) {
      later(() -> call(new CallSid(fact.recorded().stream().key())));
    }
    return true;
  }

  private static boolean givesCall(Feed.Fact fact) {
    return switch (fact.recorded().event()) {
      case CallEvent.CallClaimed _, CallEvent.CallAssigned _, CallEvent.AgentAnswered _ -> true;
      default -> false;
    };
  }

  private void later(Runnable work) {
    if (!waiting.offer(work)) {
      LOG.warn("{} things wait to be shown in Sync; one is left out", MAX_WAITING);
    }
  }

  private void work() {
    try {
      while (true) {
        try {
          waiting.take().run();
        } catch (RuntimeException e) {
          LOG.warn("something is not shown in Sync: {}", e.getClass().getName());
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void payment(String session, Form callback) {
    target(new SessionId(session), callback)
        .ifPresent(
            target -> {
              final boolean partial = SyncShape.isPartial(callback);
              switch (target) {
                case SyncTarget.MapItem _ -> mirror.tell(target, SyncShape.item(callback), partial);
                case SyncTarget.Document _ ->
                    SyncShape.document(callback)
                        .ifPresent(document -> mirror.tell(target, document, partial));
              }
            });
  }

  /// Where the client of this session looks, as long as its agent has a service.
  private Optional<SyncTarget> target(SessionId id, Form callback) {
    final Optional<SyncTarget> known = targets.get(id);
    if (known != null) {
      return known;
    }
    final Optional<PaySession> session = sessions.find(id);
    if (session.isEmpty()) {
      return Optional.empty();
    }
    final Optional<SyncTarget> target =
        session
            .get()
            .request()
            .mirror()
            .flatMap(
                name ->
                    leases
                        .of(session.get().agent())
                        .map(service -> target(service, name, callback)));
    // An existing client's agent who has no service now may have one soon.
    if (target.isPresent() || session.get().request().mirror().isEmpty()) {
      targets.put(id, target);
    }
    return target;
  }

  private SyncTarget target(String service, String name, Form callback) {
    return name.equals(options.payMap())
        ? new SyncTarget.MapItem(service, name, callback.first("Sid").orElse(""))
        : new SyncTarget.Document(service, name);
  }

  private void call(CallSid sid) {
    final Optional<Call> call = calls.find(sid).filter(Call::isLive);
    final Optional<Uui> uui = call.flatMap(Call::uui);
    final Optional<AgentId> agent = call.flatMap(Call::agent);
    if (uui.isEmpty() || agent.isEmpty()) {
      return;
    }
    leases
        .of(agent.get())
        .ifPresent(
            service ->
                mirror.tell(
                    new SyncTarget.MapItem(service, options.uuiMap(), uui.get().value()),
                    Map.of("uui", uui.get().value(), "pstnSid", sid.value()),
                    false));
  }

  @Override
  public void close() {
    worker.interrupt();
    mirror.close();
  }
}
