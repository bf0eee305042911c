package dev.agentpay.server.api;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Pins;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Query.Page;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.SessionQuery;
import dev.agentpay.payments.session.Digits;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides which calls and sessions a pinned token sees among those of its agent: only the pinned
/// call, and only sessions whose values are the pinned ones. Other tokens see everything here; what
/// they may see is decided by [dev.agentpay.auth.Permissions].
public final class Sight {
  /// How often one request reads [EventStore#MAX_ROWS] sessions to find pinned ones. The cursor of
  /// the page continues from there.
  private static final int MAX_READS = 4;

  private final PaySessions sessions;
  private final Calls calls;

  public Sight(PaySessions sessions, Calls calls) {
    this.sessions = sessions;
    this.calls = calls;
  }

  /// Whether the token sees this call. A token that pins no call sees those of its agent.
  public boolean sees(Caller caller, Call call) {
    final Pins pins = caller.pins();
    return pins.callSid().map(sid -> hasLeg(call, sid)).orElse(true)
        && pins.uui().map(uui -> call.uui().map(Uui::value).equals(Optional.of(uui))).orElse(true);
  }

  private static boolean hasLeg(Call call, String sid) {
    return Stream.concat(
            Stream.of(call.sid()), Stream.concat(call.agentLeg().stream(), call.legs().stream()))
        .map(CallSid::value)
        .anyMatch(sid::equals);
  }

  /// Whether the token sees this session.
  public boolean sees(Caller caller, PaySession session) {
    if (!caller.isPinned()) {
      return true;
    }
    final Pins pins = caller.pins();
    final PayRequest request = session.request();
    return isPinned(pins.amount(), request.amount().map(Money::plain))
        && (pins.amount().isEmpty() || request.tip().isEmpty())
        && isPinned(pins.currency(), Optional.of(request.currency().getCurrencyCode()))
        && isPinned(pins.reference(), Optional.of(request.reference()))
        && isPinned(pins.connector(), Optional.of(request.connector()))
        && (!pins.nameCall() || seesCall(caller, request.call()));
  }

  private static boolean isPinned(Optional<String> pin, Optional<String> value) {
    return pin.isEmpty() || pin.equals(value);
  }

  /// Whether the token sees the call with this sid of the customer's leg.
  public boolean seesCall(Caller caller, CallSid sid) {
    return !caller.isPinned() || calls.find(sid).filter(call -> sees(caller, call)).isPresent();
  }

  /// Whether the token sees this live update, which its agent may see. Reads the store for a pinned
  /// token.
  public boolean sees(Caller caller, Feed.Item item) {
    if (!caller.isPinned()) {
      return true;
    }
    return switch (item) {
      case Feed.Update(Digits digits) -> seesSession(caller, digits.session());
      case Feed.Update _ -> false;
      case Feed.Fact fact ->
          switch (fact.event().event()) {
            case SessionEvent _ -> seesSession(caller, new SessionId(fact.event().stream().key()));
            case CallEvent _ -> seesCall(caller, new CallSid(fact.event().stream().key()));
            default -> false;
          };
    };
  }

  private boolean seesSession(Caller caller, SessionId id) {
    return sessions.find(id).filter(session -> sees(caller, session)).isPresent();
  }

  /// Returns a page of the sessions of a list that the token sees. For a pinned token it may be
  /// shorter than the limit, and even empty, while there is a next one.
  public Page<PaySession> page(Caller caller, SessionQuery query) {
    if (!caller.isPinned()) {
      return sessions.page(query);
    }
    final List<PaySession> seen = new ArrayList<>();
    SessionQuery rest = narrowed(caller.pins(), query).atMost(EventStore.MAX_ROWS);
    for (int read = 1; ; read++) {
      final Page<PaySession> page = sessions.page(rest);
      page.items().stream().filter(session -> sees(caller, session)).forEach(seen::add);
      if (seen.size() > query.limit()) {
        final List<PaySession> shown = seen.subList(0, query.limit());
        return new Page<>(shown, Optional.of(SessionQuery.positionOf(shown.getLast())));
      }
      if (page.next().isEmpty() || read == MAX_READS) {
        return new Page<>(seen, page.next());
      }
      rest = rest.after(page.next());
    }
  }

  /// Adds the pins by which the store finds sessions. What they select is checked all the same.
  private SessionQuery narrowed(Pins pins, SessionQuery query) {
    final SessionQuery ofReference = query.withReference(query.reference().or(pins::reference));
    // The pinned sid may be that of an agent's leg. Then there is no call with this key.
    final Optional<CallSid> customer =
        pins.callSid().map(CallSid::new).filter(sid -> calls.find(sid).isPresent());
    return customer.isPresent() ? ofReference.on(customer) : ofReference;
  }
}
