package dev.agentpay.app;

import dev.agentpay.client.StartPayment;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where a script is played: agents at the server's API, customers at the simulator's phones.
final class Stage implements AutoCloseable {
  private static final int NEXT_DIGIT_SECONDS = 20;

  private final URI server;
  private final SimulatorControl simulator;
  private final DemoWorld.Cast cast;
  private final Transcript transcript;
  private final TwilioWatch watch;
  private final List<ScriptAgent> agents = new ArrayList<>();
  private int customers;

  Stage(URI server, URI simulator, DemoWorld.Cast cast, Transcript transcript) {
    this.server = server;
    this.simulator = new SimulatorControl(simulator);
    this.cast = cast;
    this.transcript = transcript;
    watch = new TwilioWatch(this.simulator, transcript);
    twilioWaitsForTheFirstDigit(0);
  }

  /// How long Twilio waits before it calls a silence a time-out, in its own seconds; 0 is for ever,
  /// so that a busy machine does not look like a silent customer.
  void twilioWaitsForTheFirstDigit(int seconds) {
    simulator.switches(Map.of("firstDigitTimeoutSeconds", seconds));
  }

  /// Signs in.
  ScriptAgent agent(String name) {
    final ScriptAgent agent = new ScriptAgent(server, name, cast.password(), transcript);
    agents.add(agent);
    return agent;
  }

  /// Another customer, with a number of their own.
  Customer customer() {
    return new Customer(simulator, transcript, "+120255501%02d".formatted(10 + customers++ % 90));
  }

  String businessNumber() {
    return cast.businessNumber();
  }

  /// What goes wrong from now on.
  void faults(Map<String, ?> faults) {
    simulator.faults(faults);
  }

  /// A customer who is on the line with this agent.
  Customer customerOnTheLineWith(ScriptAgent agent) {
    final Customer customer = customer();
    agent.answers(customer.calls(businessNumber()));
    return customer;
  }

  /// A payment on the customer's call. Twilio waits for the next digit longer than it does by
  /// default, since waits are shortened and the machine may be busy.
  StartPayment payment(Customer customer) {
    return StartPayment.on(customer.call()).inputTimeoutSeconds(NEXT_DIGIT_SECONDS);
  }

  @Override
  public void close() {
    simulator.faults(Map.of());
    watch.close();
    agents.forEach(ScriptAgent::close);
  }
}
