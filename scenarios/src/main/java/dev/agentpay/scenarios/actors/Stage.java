package dev.agentpay.scenarios.actors;

import dev.agentpay.client.StartPayment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The server and simulator on which a scenario is played, with the agents and customers that take
/// part.
public final class Stage implements AutoCloseable {
  /// Timeout of one step. Only a busy machine needs that long.
  public static final Duration STEP_TIMEOUT = Duration.ofSeconds(30);

  private static final int NEXT_DIGIT_SECONDS = 20;

  private final URI server;
  private final URI simulatorUri;
  private final SimulatorControl simulator;
  private final Cast cast;
  private final Transcript transcript;
  private final TwilioWatch watch;
  private final List<ScriptAgent> agents = new ArrayList<>();
  private final List<ExistingClient> existingClients = new ArrayList<>();
  private int customers;

  /// Connects to the simulator and turns off Twilio's timeout for the first digit.
  ///
  /// @param server AgentPay's address
  /// @param simulator the simulator's address; it must act as the Twilio of that server and have
  ///   the numbers of [DemoLines]
  /// @param cast who can sign in, and the number to call
  /// @param transcript records what everybody does and sees
  /// @throws ScriptFailure if the simulator cannot be reached
  public Stage(URI server, URI simulator, Cast cast, Transcript transcript) {
    this.server = server;
    simulatorUri = simulator;
    this.simulator = new SimulatorControl(simulator);
    this.cast = cast;
    this.transcript = transcript;
    watch = new TwilioWatch(this.simulator, transcript);
    twilioWaitsForTheFirstDigit(0);
  }

  /// Sets Twilio's timeout for the first digit of a field.
  ///
  /// @param seconds on the simulator's clock; 0 means no timeout, so that a busy machine does not
  ///   look like a silent customer
  public void twilioWaitsForTheFirstDigit(int seconds) {
    simulator.switches(Map.of("firstDigitTimeoutSeconds", seconds));
  }

  /// Signs in as this agent.
  ///
  /// @throws dev.agentpay.client.model.PayException if the server refuses the sign-in
  public ScriptAgent agent(String name) {
    final ScriptAgent agent = new ScriptAgent(server, name, cast.password(), transcript);
    agents.add(agent);
    return agent;
  }

  /// The server's address for existing clients.
  public URI server() {
    return server;
  }

  /// The address that the stand-ins for Twilio's browser SDKs connect to.
  public URI simulator() {
    return simulatorUri;
  }

  /// The password of all agents and supervisors.
  public String password() {
    return cast.password();
  }

  /// The page of an existing client that this agent uses.
  public ExistingPage page(String agent) {
    return new ExistingPage(agent, transcript);
  }

  /// Closes this client when the scenario ends.
  public <T extends ExistingClient> T closeAtEnd(T client) {
    existingClients.add(client);
    return client;
  }

  /// A new customer with a number of their own.
  public Customer customer() {
    return new Customer(simulator, transcript, "+120255501%02d".formatted(10 + customers++ % 90));
  }

  /// The contact centre's PBX.
  public Pbx pbx() {
    return new Pbx(simulator, transcript);
  }

  /// A party calls over SIP with these headers. Returns the call's sid.
  public String dialsOverSip(String from, String to, Map<String, String> headers) {
    return simulator.dial(from, to, headers);
  }

  /// Sets how telephones and softphones react when they ring, by address, until the scenario ends.
  public void ringing(Map<String, String> rules) {
    simulator.parties(rules);
  }

  /// The leg that a call dialled, once it has this status.
  public String legOf(String call, String status) {
    return Pbx.await(
        "a leg with the status " + status,
        () ->
            simulator
                .call(call)
                .path("children")
                .valueStream()
                .filter(leg -> leg.path("status").asString("").equals(status))
                .map(leg -> leg.path("sid").asString())
                .findFirst());
  }

  /// Waits until Twilio has no open Payment on this call.
  public void hasNoPayment(String call) {
    Pbx.await(
        "a call without an open Payment",
        () ->
            Optional.of(simulator.call(call))
                .filter(leg -> leg.path("paymentSid").asString("").isEmpty()));
  }

  /// Twilio's status of the call; after the call the final status, such as `busy`.
  public String statusOf(String call) {
    return simulator.call(call).path("status").asString();
  }

  /// The agent calls a new customer from the softphone.
  public Customer dialledBy(ScriptAgent agent) {
    final Customer customer = customer();
    agent.does("dials " + customer.number());
    final String call = simulator.dialFromSoftphone(agent.name(), customer.number());
    return customer.isOn(legOf(call, "in-progress"));
  }

  public String businessNumber() {
    return cast.businessNumber();
  }

  /// Replaces the injected faults. `docs/simulator.md` lists their names.
  public void faults(Map<String, ?> faults) {
    simulator.faults(faults);
  }

  /// A new customer who is connected to this agent.
  ///
  /// @param agent the only agent who is ready for calls, or whose last customer has hung up
  public Customer customerOnTheLineWith(ScriptAgent agent) {
    final Customer customer = customer();
    agent.awaitEndOfLastCall();
    agent.answers(customer.calls(businessNumber()));
    return customer;
  }

  /// A payment on the customer's call. Sets a longer timeout between digits than Twilio's default,
  /// because the scenarios shorten waits and the machine may be busy.
  public StartPayment payment(Customer customer) {
    return StartPayment.on(customer.call()).inputTimeoutSeconds(NEXT_DIGIT_SECONDS);
  }

  /// Removes the faults and ringing rules and closes all connections.
  @Override
  public void close() {
    simulator.faults(Map.of());
    simulator.parties(Map.of());
    existingClients.reversed().forEach(ExistingClient::close);
    watch.close();
    agents.forEach(ScriptAgent::close);
  }
}
