package dev.agentpay.server.api;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Pins;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.SessionQuery;
import dev.agentpay.payments.session.Digits;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides which calls and sessions a pinned token sees among those of its agent: only the pinned
/// call, and only sessions whose values are the pinned ones. Other tokens see everything here; what
/// they may see is decided by [dev.agentpay.auth.Permissions].
public final class Sight {
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

  /// Returns the sessions of a list that the token sees.
  public List<PaySession> list(Caller caller, SessionQuery query) {
    if (!caller.isPinned()) {
      return sessions.list(query);
    }
    // Filtered before the limit applies, or other sessions would push the pinned one out.
    final SessionQuery wide =
        new SessionQuery(
            query.owner(),
            query.reference(),
            query.startedFrom(),
            query.states(),
            query.call(),
            EventStore.MAX_ROWS);
    return sessions.list(wide).stream()
        .filter(session -> sees(caller, session))
        .limit(query.limit())
        .toList();
  }
}
