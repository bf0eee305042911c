package dev.agentpay.scenarios.actors;

import dev.agentpay.client.StartPayment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a script is played: agents at the server's API, customers at the simulator's phones.
public final class Stage implements AutoCloseable {
  /// For one step of anybody: only a busy machine needs as long.
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int NEXT_DIGIT_SECONDS = 20;

  private final URI server;
  private final URI simulatorUri;
  private final SimulatorControl simulator;
  private final Cast cast;
  private final Transcript transcript;
  private final TwilioWatch watch;
  private final List<ScriptAgent> agents = new ArrayList<>();
  private final List<ExistingClient> existing = new ArrayList<>();
  private int customers;

  /// Sets it up: from here on Twilio waits for a first digit as long as it takes.
  ///
  /// @param server AgentPay's address
  /// @param simulator the simulator's address; it must be the Twilio of that server, with the
  ///   numbers of [DemoLines]
  /// @param cast who can sign in there, and the number to call
  /// @param transcript where everybody tells what they do and see
  /// @throws ScriptFailure when the simulator is not reached
  public Stage(URI server, URI simulator, Cast cast, Transcript transcript) {
    this.server = server;
    simulatorUri = simulator;
    this.simulator = new SimulatorControl(simulator);
    this.cast = cast;
    this.transcript = transcript;
    watch = new TwilioWatch(this.simulator, transcript);
    twilioWaitsForTheFirstDigit(0);
  }

  /// How long Twilio waits before it calls a silence a time-out, in its own seconds; 0 is for ever,
  /// so that a busy machine does not look like a silent customer.
  public void twilioWaitsForTheFirstDigit(int seconds) {
    simulator.switches(Map.of("firstDigitTimeoutSeconds", seconds));
  }

  /// Signs in.
  ///
  /// @throws dev.agentpay.client.PayException when the server does not let them in
  public ScriptAgent agent(String name) {
    final ScriptAgent agent = new ScriptAgent(server, name, cast.password(), transcript);
    agents.add(agent);
    return agent;
  }

  /// Where an existing client finds the server.
  public URI server() {
    return server;
  }

  /// Where the stand-ins of Twilio's browser SDKs find Twilio.
  public URI simulator() {
    return simulatorUri;
  }

  /// Everybody's password.
  public String password() {
    return cast.password();
  }

  /// What an existing client shows to this agent, in words.
  public ExistingPage page(String agent) {
    return new ExistingPage(agent, transcript);
  }

  /// Closes an existing client when the script is over.
  public <T extends ExistingClient> T keep(T client) {
    existing.add(client);
    return client;
  }

  /// Another customer, with a number of their own.
  public Customer customer() {
    return new Customer(simulator, transcript, "+120255501%02d".formatted(10 + customers++ % 90));
  }

  /// The contact centre's telephone system.
  public Pbx pbx() {
    return new Pbx(simulator, transcript);
  }

  /// Somebody calls over SIP, with headers; gives the call's sid.
  public String dialsOverSip(String from, String to, Map<String, String> headers) {
    return simulator.dial(from, to, headers);
  }

  /// What telephones and softphones do when they ring, by address, until the script is over.
  public void ringing(Map<String, String> rules) {
    simulator.parties(rules);
  }

  /// The leg that a call dialled, once it has this status.
  public String legOf(String call, String status) {
    return Pbx.await(
        "a leg that is " + status,
        () ->
            simulator
                .call(call)
                .path("children")
                .valueStream()
                .filter(leg -> leg.path("status").asString("").equals(status))
                .map(leg -> leg.path("sid").asString())
                .findFirst());
  }

  /// Twilio has no open Payment on this call any more.
  public void hasNoPayment(String call) {
    Pbx.await(
        "a call without an open Payment",
        () ->
            Optional.of(simulator.call(call))
                .filter(leg -> leg.path("paymentSid").asString("").isEmpty()));
  }

  /// What the person at the end of a leg hears, and when it is over how it ended.
  public String statusOf(String call) {
    return simulator.call(call).path("status").asString();
  }

  /// An agent calls a customer from the softphone.
  public Customer dialledBy(ScriptAgent agent) {
    final Customer customer = customer();
    agent.does("dials " + customer.number());
    final String call = simulator.dialFromSoftphone(agent.name(), customer.number());
    return customer.isOn(legOf(call, "in-progress"));
  }

  public String businessNumber() {
    return cast.businessNumber();
  }

  /// What goes wrong from now on.
  public void faults(Map<String, ?> faults) {
    simulator.faults(faults);
  }

  /// A customer who is on the line with this agent.
  ///
  /// @param agent must be ready for calls, and nobody else
  public Customer customerOnTheLineWith(ScriptAgent agent) {
    final Customer customer = customer();
    agent.answers(customer.calls(businessNumber()));
    return customer;
  }

  /// A payment on the customer's call. Twilio waits for the next digit longer than it does by
  /// default, since waits are shortened and the machine may be busy.
  public StartPayment payment(Customer customer) {
    return StartPayment.on(customer.call()).inputTimeoutSeconds(NEXT_DIGIT_SECONDS);
  }

  /// Takes faults and rules back, and lets everybody go.
  @Override
  public void close() {
    simulator.faults(Map.of());
    simulator.parties(Map.of());
    existing.reversed().forEach(ExistingClient::close);
    watch.close();
    agents.forEach(ScriptAgent::close);
  }
}
