package dev.agentpay.client.capture;

import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.Field;
import dev.agentpay.client.model.Me;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.Snapshot;
import dev.agentpay.client.model.StreamItem;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The agent's calls and payments, computed from live updates and from answers to commands. What
/// belongs to other agents is left out. Guarded by the lock of its [Attachment].
final class LiveState {
  /// Events after which the typed digits are gone: the field was rejected or asked for again.
  private static final Set<String> CLEARS_DIGITS = Set.of("field-rejected", "capture-requested");

  /// More payments than an agent takes in a shift. Beyond it, the one that has been unchanged
  /// longest is forgotten.
  private static final int MAX_SESSIONS = 1_000;

  private final Map<String, Call> calls = new LinkedHashMap<>();
  private final Map<String, PaySession> sessions =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PaySession> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  /// What the customers type now, by session.
  private final Map<String, Digits> typing = new HashMap<>();

  private Optional<Me> me = Optional.empty();

  /// Applies a live update.
  void apply(StreamItem item) {
    if (item instanceof Snapshot snapshot) {
      me = Optional.of(snapshot.me());
      calls.clear();
      sessions.clear();
      typing.clear();
      snapshot.calls().forEach(this::putCall);
      snapshot.paySessions().forEach(this::put);
    } else if (item instanceof PayEvent event) {
      if (CLEARS_DIGITS.contains(event.type())) {
        event.paySession().ifPresent(session -> typing.remove(session.id()));
      }
      event.paySession().ifPresent(this::put);
      event.call().ifPresent(this::putCall);
    } else if (item instanceof Digits digits) {
      if (session(digits.paySession()).filter(s -> isStillTyped(s, digits)).isPresent()) {
        typing.put(digits.paySession(), digits);
      }
    }
  }

  /// Stores the session, unless a newer version is known or it belongs to another agent.
  ///
  /// @return the newest version
  PaySession put(PaySession session) {
    final PaySession known = sessions.get(session.id());
    if (known != null && known.version() >= session.version()) {
      return known;
    }
    if (isMine(Optional.of(session.agent()))) {
      typing.computeIfPresent(
          session.id(), (id, digits) -> isStillTyped(session, digits) ? digits : null);
      sessions.remove(session.id()); // re-insert as the most recently changed
      sessions.put(session.id(), session);
    }
    return session;
  }

  /// Whether the first snapshot has arrived.
  boolean isReady() {
    return me.isPresent();
  }

  Optional<PaySession> session(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  Optional<Digits> typing(String session) {
    return Optional.ofNullable(typing.get(session));
  }

  /// The calls that the agent talks on, the newest last.
  List<Call> answeredCalls() {
    return calls.values().stream()
        .filter(call -> call.state() == Call.State.ANSWERED)
        .sorted(Comparator.comparing(LiveState::start))
        .toList();
  }

  /// The agent's open payment on a call, if there is one.
  ///
  /// @param callSid the customer's leg or the agent's
  Optional<PaySession> openPaymentOn(String callSid) {
    return sessions.values().stream()
        .filter(session -> !session.isFinal())
        .filter(
            session ->
                session.call().equals(callSid)
                    || Optional.ofNullable(calls.get(session.call()))
                        .flatMap(Call::agentLeg)
                        .filter(callSid::equals)
                        .isPresent())
        .findFirst();
  }

  private void putCall(Call call) {
    if (isMine(call.agent()) && call.isLive()) {
      calls.put(call.sid(), call);
    } else {
      calls.remove(call.sid());
    }
  }

  private boolean isMine(Optional<String> agent) {
    return agent.isPresent() && agent.equals(me.map(user -> user.agent().name()));
  }

  private static Instant start(Call call) {
    return call.answeredAt().orElse(call.startedAt());
  }

  /// Digit updates have no version. One for a field that is not being captured is late.
  private static boolean isStillTyped(PaySession session, Digits digits) {
    return session.capturing().equals(Optional.of(digits.field()))
        && session
            .field(digits.field())
            .filter(field -> field.state() == Field.State.CAPTURING)
            .isPresent();
  }
}
