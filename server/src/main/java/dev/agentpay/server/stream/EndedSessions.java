package dev.agentpay.server.stream;

import dev.agentpay.events.Event;
import dev.agentpay.events.Feed;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.server.http.Meters;
import dev.agentpay.server.views.ViewJson;
import java.util.Optional;

/// Counts ended pay sessions by their final state, and raised alarms, from the feed.
public final class EndedSessions implements Feed.Reader {
  private final Meters meters;

  public EndedSessions(Meters meters) {
    this.meters = meters;
  }

  @Override
  public boolean offer(Feed.Item item) {
    if (item instanceof Feed.Fact fact) {
      end(fact.event().event()).ifPresent(state -> meters.sessionEnded(ViewJson.wire(state)));
      if (fact.event().event() instanceof SessionEvent.AlarmRaised) {
        meters.alarm();
      }
    }
    return true;
  }

  private static Optional<SessionState> end(Event event) {
    return switch (event) {
      case SessionEvent.SessionPaid _ -> Optional.of(SessionState.PAID);
      case SessionEvent.SessionTokenized _ -> Optional.of(SessionState.TOKENIZED);
      case SessionEvent.SessionDeclined _ -> Optional.of(SessionState.DECLINED);
      case SessionEvent.SessionCancelled _ -> Optional.of(SessionState.CANCELLED);
      case SessionEvent.SessionAbandoned _ -> Optional.of(SessionState.ABANDONED);
      case SessionEvent.SessionFailed _ -> Optional.of(SessionState.FAILED);
      case SessionEvent.SessionUnconfirmed _ -> Optional.of(SessionState.UNCONFIRMED);
      case SessionEvent.SessionResolved resolved -> Optional.of(resolved.end());
      default -> Optional.empty();
    };
  }
}
