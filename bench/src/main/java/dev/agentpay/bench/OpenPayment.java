package dev.agentpay.bench;

import dev.agentpay.client.PayClient;
import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.PaySession;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// A pay session whose customer is being asked for the card number.
///
/// @param agent whose session it is
/// @param statusCallback where its status callbacks go
record OpenPayment(
    PayClient agent, String session, String call, String payment, URI statusCallback) {
  /// The longest that the server waits for Twilio on our behalf.
  private static final Duration OPENS_WITHIN = Duration.ofSeconds(10);

  /// Opens that many, each on a call of its own that another system placed: an agent who names such
  /// a call owns it, so that no webhook is needed to get there.
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
          client.start(StartPayment.on(call).charge("42.50", "USD"), OPENS_WITHIN);
      payments.add(
          new OpenPayment(
              client, session.id(), call, TwilioStub.paymentOn(call), twilio.captureOn(call)));
    }
    return payments;
  }
}
