package dev.agentpay.server.stream;

import dev.agentpay.auth.SignIns;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.events.Event;
import dev.agentpay.events.Feed;
import dev.agentpay.payments.session.SessionEvent;

/// Tells the sign-ins when something happens with a call or a payment of an agent, so that their
/// idle time begins when the work ends. A call that only rings belongs to nobody yet.
public final class WorkReader implements Feed.Reader {
  private final SignIns signIns;

  public WorkReader(SignIns signIns) {
    this.signIns = signIns;
  }

  @Override
  public boolean offer(Feed.Item item) {
    if (item instanceof Feed.Fact fact && isWork(fact.event().event())) {
      fact.event().audience().ifPresent(signIns::worked);
    }
    return true;
  }

  private static boolean isWork(Event event) {
    return switch (event) {
      // We ask by ourselves, hours after the agent's part is over.
      case SessionEvent.LedgerAsked _ -> false;
      case SessionEvent _, CallEvent _ -> true;
      default -> false;
    };
  }
}
