package dev.agentpay.server;

import dev.agentpay.core.Event;
import dev.agentpay.core.Feed;
import dev.agentpay.core.SessionEvent;
import dev.agentpay.core.SessionState;
import java.util.Optional;

/// Counts how pay sessions end, and raised alarms, as the feed tells of them.
final class EndedSessions implements Feed.Reader {
  private final Meters meters;

  EndedSessions(Meters meters) {
    this.meters = meters;
  }

  @Override
  public boolean offer(Feed.Item item) {
    if (item instanceof Feed.Fact fact) {
      end(fact.recorded().event()).ifPresent(state -> meters.sessionEnded(Json.wire(state)));
      if (fact.recorded().event() instanceof SessionEvent.AlarmRaised) {
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
