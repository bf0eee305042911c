package dev.agentpay.compat;

import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.OutboxWorker;
import dev.agentpay.events.Task;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.server.webhook.CallbackMirror;
import dev.agentpay.twilio.sync.SyncAnswer;
import dev.agentpay.twilio.sync.SyncItems;
import dev.agentpay.twilio.sync.SyncMirror;
import dev.agentpay.twilio.sync.SyncRest;
import dev.agentpay.twilio.sync.SyncShape;
import dev.agentpay.twilio.sync.SyncTarget;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PaymentStatusParser;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes values to Sync for existing clients. Outbox rows are retried until Sync accepts them;
/// digit updates are written at most once.
final class SyncDelivery implements CallbackMirror {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /// After this many doublings the pause has reached [#LONGEST_PAUSE].
  private static final int MAX_DOUBLINGS = 7;

  private static final Logger LOG = LoggerFactory.getLogger(SyncDelivery.class);

  /// The targets of values that Sync has not accepted yet.
  private final Map<Task.Id, SyncTarget> retrying = new ConcurrentHashMap<>();

  private final CompatOptions options;
  private final Kernel kernel;
  private final PaySessions sessions;
  private final SyncLeases leases;
  private final SyncMirror mirror;
  private final Supplier<? extends SyncItems> items;

  /// @param items adds and removes the items of calls
  SyncDelivery(
      CompatOptions options,
      Kernel kernel,
      PaySessions sessions,
      SyncLeases leases,
      SyncMirror mirror,
      Supplier<? extends SyncItems> items) {
    this.options = options;
    this.kernel = kernel;
    this.sessions = sessions;
    this.leases = leases;
    this.mirror = mirror;
    this.items = items;
    kernel.worker().handle(SyncPayment.class, this::payment);
    kernel.worker().handle(SyncCall.class, this::call);
    kernel.worker().handle(SyncCallLeft.class, this::callLeft);
  }

  @Override
  public Optional<Map<String, String>> copy(Form callback) {
    try {
      return Optional.of(SyncShape.item(callback));
    } catch (RuntimeException e) {
      // A failure here must not prevent the callback from being processed.
      LOG.error("Cannot convert a status callback for Sync; existing clients will not see it", e);
      return Optional.empty();
    }
  }

  @Override
  public void digits(Form callback, Form query) {
    final PaymentStatus status = PaymentStatusParser.parse(callback, query);
    status
        .sessionHint()
        .ifPresent(id -> kernel.scheduler().soon(() -> showDigits(id, status, callback)));
  }

  private void showDigits(SessionId id, PaymentStatus status, Form callback) {
    sessions
        .find(id)
        .filter(session -> isCapturing(session, status))
        .filter(session -> session.request().mirror().equals(Optional.of(options.payMap())))
        .flatMap(session -> service(session.agent()))
        .map(service -> item(service, status.payment().value()))
        .ifPresent(target -> mirror.digits(target, SyncShape.item(callback)));
  }

  /// Whether the field is still being captured. A late digit update would overwrite the value of a
  /// field that is already complete.
  private static boolean isCapturing(PaySession session, PaymentStatus status) {
    return session.state() == SessionState.CAPTURING && session.capture().equals(status.capture());
  }

  private SyncTarget.MapItem item(String service, String payment) {
    return new SyncTarget.MapItem(service, options.payMap(), payment);
  }

  private Optional<OutboxWorker.Retry> payment(Task task) {
    final SyncPayment value = (SyncPayment) task.work();
    final boolean isItem = value.mirror().equals(options.payMap());
    final Optional<Map<String, String>> data =
        isItem ? Optional.of(value.data()) : SyncShape.document(value.data());
    final Optional<SyncTarget> target =
        target(
            value.agent(),
            service ->
                isItem
                    ? item(service, value.payment())
                    : new SyncTarget.Document(service, value.mirror()));
    return deliver(
        task,
        value.at(),
        target.filter(_ -> data.isPresent()),
        to -> mirror.write(to, data.orElse(Map.of())));
  }

  private Optional<OutboxWorker.Retry> call(Task task) {
    final SyncCall value = (SyncCall) task.work();
    return deliver(
        task,
        value.at(),
        callItem(value.agent(), value.uui()),
        to -> mirror.write(to, () -> items.get().add(to, call(value.uui(), value.call()))));
  }

  private Optional<OutboxWorker.Retry> callLeft(Task task) {
    final SyncCallLeft value = (SyncCallLeft) task.work();
    return deliver(
        task,
        value.at(),
        callItem(value.agent(), value.uui()),
        to -> mirror.write(to, () -> items.get().remove(to, call(value.uui(), value.call()))));
  }

  private static Map<String, String> call(Uui uui, CallSid call) {
    return Map.of("uui", uui.value(), "pstnSid", call.value());
  }

  private Optional<SyncTarget.MapItem> callItem(AgentId agent, Uui uui) {
    return target(agent, service -> new SyncTarget.MapItem(service, options.uuiMap(), uui.value()));
  }

  /// Returns the target; empty if the agent has no Sync service, or if the name is not valid in
  /// Sync.
  private <T extends SyncTarget> Optional<T> target(AgentId agent, Function<String, T> in) {
    try {
      return service(agent).map(in);
    } catch (IllegalArgumentException e) {
      LOG.warn("Cannot write a value to Sync for {}: {}", agent, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<String> service(AgentId agent) {
    return leases.serviceOf(agent);
  }

  private <T extends SyncTarget> Optional<OutboxWorker.Retry> deliver(
      Task task, Instant createdAt, Optional<T> target, Function<T, SyncAnswer> write) {
    final Optional<SyncTarget> previous = Optional.ofNullable(retrying.remove(task.id()));
    previous.ifPresent(mirror::settled);
    if (target.isPresent() && write.apply(target.get()) instanceof SyncAnswer.Retry retry) {
      final Instant now = kernel.scheduler().now();
      if (createdAt.plus(SyncRest.TTL).isAfter(now)) {
        retrying.put(task.id(), target.get());
        return Optional.of(OutboxWorker.Retry.at(now.plus(pause(task.attempts(), retry))));
      }
      mirror.lose(target.get(), retry.why());
    } else if (target.isEmpty()) {
      previous.ifPresent(lost -> mirror.lose(lost, "its agent no longer has a Sync service"));
    }
    kernel.outbox().done(task);
    return Optional.empty();
  }

  private static Duration pause(int attempts, SyncAnswer.Retry retry) {
    final Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MAX_DOUBLINGS));
    final Duration pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return retry.after().filter(requested -> requested.compareTo(pause) > 0).orElse(pause);
  }
}
