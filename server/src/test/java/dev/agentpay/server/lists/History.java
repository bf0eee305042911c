package dev.agentpay.server.lists;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Currencies;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.payments.values.TokenType;
import dev.agentpay.server.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes ended sessions to the store, as many as a busy month leaves.
final class History {
  private static final Origin ORIGIN = new Origin(Actor.SYSTEM, "test", "history");

  private final EventStore store;
  private int last;

  History(EventStore store) {
    this.store = store;
  }

  /// A session that was started at this time and has failed.
  ///
  /// @return its id
  String add(String agent, String reference, String amount, Instant at) {
    return add(agent, reference, amount, at, 1).getFirst();
  }

  /// This many sessions of the same time, in one append.
  List<String> add(String agent, String reference, String amount, Instant at, int count) {
    final List<Append.StreamAppend> streams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      streams.add(failed(new AgentId(agent), request(reference, amount), at));
    }
    store.append(Append.of(streams, List.of(), Set.of()));
    return streams.stream().map(stream -> stream.stream().key()).toList();
  }

  private Append.StreamAppend failed(AgentId agent, PayRequest request, Instant at) {
    final SessionId id = new SessionId("ps_%026d".formatted(++last));
    final List<EventEnvelope> events = new ArrayList<>();
    Optional<PaySession> session = Optional.empty();
    for (SessionEvent event :
        List.of(
            new SessionEvent.SessionStarted(id, agent, request),
            new SessionEvent.SessionFailed("64009"))) {
      events.add(
          new EventEnvelope(
              id.stream(), events.size() + 1L, at, ORIGIN, Optional.of(agent), event));
      session = Optional.of(PaySession.evolve(session, events.getLast()));
    }
    return new Append.StreamAppend(0, events, session.orElseThrow());
  }

  private static PayRequest request(String reference, String amount) {
    return new PayRequest(
        new CallSid(World.newCall()),
        Optional.of(Money.of(amount, "USD")),
        Optional.empty(),
        Currencies.of("USD"),
        "",
        reference,
        "sandbox",
        TokenType.ONE_TIME,
        PaymentMethod.CREDIT_CARD,
        Optional.empty(),
        List.of(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.EXPIRATION_DATE),
        List.of(),
        0,
        5,
        Map.of(),
        Advance.SERVER,
        Optional.empty(),
        List.of());
  }
}
