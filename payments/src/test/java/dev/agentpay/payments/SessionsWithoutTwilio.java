package dev.agentpay.payments;

import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.MemorySpool;
import dev.agentpay.events.Projection;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.Statuses;
import dev.agentpay.payments.values.Ids;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/// Pay sessions without Twilio and without a ledger, for tests of other things.
public final class SessionsWithoutTwilio {
  private SessionsWithoutTwilio() {}

  public static PaySessions on(Kernel kernel, CallCheck calls) {
    return new PaySessions(
        kernel,
        new PaySessions.Ports(
            (_, _) -> new Answer.NotSent("there is no Twilio"),
            (_, _) -> new Answer.NoLedger(),
            calls,
            new Inbox(kernel, new MemorySpool()),
            Projection.NONE),
        Story.decider(Story.HOSTED),
        new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), new Random(1)),
        new Ids(new Random(1)));
  }

  /// Captures all fields and submits the payment. From then on, money may move.
  public static void submit(PaySessions sessions, PaySession session) {
    final PaymentStatus captured =
        Statuses.status()
            .session(session.id())
            .capture(Story.CODE)
            .missing()
            .at(session.startedAt().plusMillis(10))
            .build();
    sessions.receive(captured, Optional.empty(), Story.TWILIO);
    sessions.change(session.id(), new Input.Submit(), Optional.empty(), Story.TWILIO);
  }
}
