package dev.agentpay.bench;

import dev.agentpay.client.PayClient;
import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.PaySession;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// A pay session that is capturing the card number.
///
/// @param agent the API client of the session's agent
/// @param statusCallback the URL for its status callbacks
record OpenPayment(
    PayClient agent, String session, String call, String payment, URI statusCallback) {
  /// The longest time that the API lets a client wait for Twilio.
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

  /// Starts this many sessions, each on its own call. The server does not know these calls, so each
  /// is assigned to the agent who names it, and no webhook for the call is needed.
  static List<OpenPayment> open(URI server, TwilioStub twilio, int sessions)
      throws InterruptedException {
    final List<Callable<List<OpenPayment>>> agents = new ArrayList<>();
    for (int i = 0; i < BenchAccount.agents(sessions); i++) {
      final int first = i * BenchAccount.SESSIONS_PER_AGENT;
      final int end = Math.min(sessions, first + BenchAccount.SESSIONS_PER_AGENT);
      final String agent = BenchAccount.agent(i);
      agents.add(() -> open(server, twilio, agent, first, end));
    }
    return InParallel.all(agents).stream().flatMap(List::stream).toList();
  }

  private static List<OpenPayment> open(
      URI server, TwilioStub twilio, String agent, int first, int end) throws InterruptedException {
    final PayClient client = PayClient.connect(server).signIn(agent, BenchAccount.PASSWORD);
    final List<OpenPayment> payments = new ArrayList<>();
    for (int number = first; number < end; number++) {
      final String call = "CA%032x".formatted(number);
      final PaySession session =
          client.start(StartPayment.on(call).charge("42.50", "USD"), START_TIMEOUT);
      payments.add(
          new OpenPayment(
              client, session.id(), call, TwilioStub.paymentOn(call), twilio.captureOn(call)));
    }
    return payments;
  }
}
