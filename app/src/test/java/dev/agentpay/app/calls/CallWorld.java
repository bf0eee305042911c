package dev.agentpay.app.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.config.CallSettings;
import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.demo.DemoRoutes;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.FreePort;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.app.node.Resources;
import dev.agentpay.app.support.Pause;
import dev.agentpay.auth.Passwords;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.model.Agent;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.PayException;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.control.SimulatedTwilio;
import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.world.CallView;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A server that can be stopped and started while the simulator continues. Has a telephone number
/// or SIP domain for each route.
final class CallWorld implements AutoCloseable {
  static final String CALL_CHECK = "1s";
  private static final Duration TIMEOUT = Duration.ofSeconds(40);
  private static final String PASSWORD = "call-world";
  private static final double TIME_SCALE = 0.04;

  private final Resources resources = new Resources();
  private final Simulator simulator;
  private final ServeOptions options;
  private final List<String> customers = new ArrayList<>();
  private final Map<String, PayClient> signedIn = new HashMap<>();
  private Optional<PayNode> node = Optional.empty();
  private int numbers;

  /// @param more additional settings: variables and values in turn
  CallWorld(Path data, String... more) {
    final int port = FreePort.choose();
    final String publicUrl = "http://127.0.0.1:" + port;
    final SimulatorOptions account = DemoRoutes.addTo(DemoWorld.simulatorAccount(), publicUrl);
    simulator = resources.add(Simulator.start(account.withPort(0).withTimeScale(TIME_SCALE)));
    final String hash = Passwords.hash(PASSWORD);
    final List<String> settings =
        new ArrayList<>(
            List.of(
                "TWILIO_ACCOUNT_SID", simulator.accountSid(),
                "TWILIO_AUTH_TOKEN", simulator.authToken(),
                "TWILIO_API_KEY", simulator.apiKeySid(),
                "TWILIO_API_SECRET", simulator.apiKeySecret(),
                "TWILIO_BASE_URL", simulator.baseUri().toString(),
                "AGENTPAY_PUBLIC_URL", publicUrl,
                "AGENTPAY_PORT", String.valueOf(port),
                "AGENTPAY_DATA", data.toString(),
                "AGENTPAY_USERS",
                    "alice:agent:%s,bob:agent:%s,sam:supervisor:%s".formatted(hash, hash, hash),
                "AGENTPAY_ROUTES",
                    "%s=softphone,%s=sip-in:%s refer,%s=forward:%s,%s=sip-out refer"
                        .formatted(
                            DemoLines.BUSINESS,
                            DemoLines.PBX,
                            DemoLines.PBX_DOMAIN,
                            DemoLines.FORWARDED,
                            DemoLines.BOBS_PHONE,
                            DemoLines.SIP_DOMAIN),
                "AGENTPAY_PHONES", "bob=" + DemoLines.BOBS_PHONE,
                "AGENTPAY_CALLER_IDS", DemoLines.BUSINESS,
                "AGENTPAY_CALL_CHECK", CALL_CHECK,
                "AGENTPAY_RING_FOR", "10s"));
    settings.addAll(List.of(more));
    options = CallSettings.options(settings.toArray(String[]::new));
    start();
  }

  /// Starts the server with the data that it stored before.
  void start() {
    node = Optional.of(PayNode.start(options));
  }

  /// Stops the server.
  void stop() {
    node.ifPresent(PayNode::close);
    node = Optional.empty();
  }

  String publicUrl() {
    return options.twilio().publicUrl();
  }

  SimulatedTwilio twilio() {
    return simulator.twilio();
  }

  void faults(long seed) {
    twilio()
        .use(
            Faults.of(
                Map.of(
                    "seed",
                    seed,
                    "webhooks",
                    Map.of("drop", 0.05, "duplicate", 0.2, "reorder", 0.3))));
  }

  /// Returns a client of this user. Signs in only once: the token stays valid after a restart.
  PayClient as(String name) {
    return signedIn.computeIfAbsent(name, this::signIn);
  }

  private PayClient signIn(String name) {
    return PayClient.connect(URI.create(options.twilio().publicUrl())).signIn(name, PASSWORD);
  }

  /// A customer calls this number.
  ///
  /// @return the sid of the call
  String customerCalls(String number) {
    final String customer = "+1202555%04d".formatted(2000 + numbers++);
    return track(twilio().dialIn(customer, number).sid());
  }

  /// A PBX calls a customer, with this UUI.
  ///
  /// @return the sid of the customer's leg
  String pbxCallsCustomer(String uui) {
    final String customer = "+1202555%04d".formatted(2000 + numbers++);
    final String pbx =
        twilio()
            .dialIn(
                "sip:%s@%s".formatted(DemoLines.BUSINESS, DemoLines.PBX_DOMAIN),
                "sip:%s@%s".formatted(customer, DemoLines.SIP_DOMAIN),
                Map.of("User-to-User", Pbx.hex(uui)))
            .sid();
    eventually("the customer is dialed", () -> !twilio().call(pbx).children().isEmpty());
    return track(twilio().call(pbx).children().getFirst().sid());
  }

  private String track(String customersLeg) {
    customers.add(customersLeg);
    return customersLeg;
  }

  /// Waits until the call is answered or has ended.
  ///
  /// @return the answered leg of the other party, or the customer's own leg in a call from a PBX;
  ///   empty if the call has ended
  Optional<String> answeredLeg(String call) {
    eventually(
        "the call is answered or has ended", () -> isOver(call) || legInProgress(call).isPresent());
    return legInProgress(call);
  }

  private Optional<String> legInProgress(String call) {
    final CallView view = twilio().call(call);
    return (view.parentSid().isEmpty() ? view.children() : List.of(view))
        .stream().filter(leg -> leg.status().equals("in-progress")).map(CallView::sid).findFirst();
  }

  boolean isOver(String call) {
    final String status = twilio().call(call).status();
    return !List.of("queued", "initiated", "ringing", "in-progress").contains(status);
  }

  void hangUp(String leg) {
    if (!isOver(leg)) {
      twilio().hangUp(leg);
    }
  }

  /// Waits until every call has ended, at Twilio and in the server, and every agent is free.
  void awaitAllEnded() {
    customers.forEach(call -> eventually("the call ends at Twilio", () -> isOver(call)));
    final PayClient sam = as("sam");
    eventually("no call is live, but there are " + sam.calls(), () -> sam.calls().isEmpty());
    for (String agent : List.of("alice", "bob")) {
      final PayClient client = as(agent);
      eventually(agent + " is free, not " + agent(client), () -> agent(client).call().isEmpty());
    }
    for (String customer : customers) {
      if (call(customer).isPresent()) {
        assertThat(call(customer).orElseThrow().state()).isEqualTo(Call.State.ENDED);
      }
    }
  }

  static Agent agent(PayClient client) {
    return client.me().agent();
  }

  /// Returns the call, if the server knows it.
  Optional<Call> call(String sid) {
    try {
      return Optional.of(as("sam").call(sid));
    } catch (PayException unknown) {
      return Optional.empty();
    }
  }

  /// Waits until the condition holds, and fails if it does not within the timeout.
  static void eventually(String description, BooleanSupplier condition) {
    assertThat(Pause.until(condition, TIMEOUT)).as(description).isTrue();
  }

  @Override
  public void close() {
    stop();
    resources.close();
  }
}
