package dev.agentpay.twilio.rest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentpay.calls.ports.CustomerLegs.Answer;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.world.CallView;
import dev.agentpay.twilio.Options;
import dev.agentpay.twilio.PhoneNumbers;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.UserToUser;
import dev.agentpay.twilio.twiml.NumberDial;
import dev.agentpay.twilio.twiml.SipDial;
import dev.agentpay.twilio.twiml.SoftphoneDial;
import dev.agentpay.twilio.twiml.Twiml;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.VoiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs our TwiML on the simulator, which was written independently, and finds the customer's leg
/// among the resulting legs.
class SimulatedLegsTest {
  private static final String NUMBER = "+15550100";
  private static final String CUSTOMER = "+15550199";
  private static final Duration RING = Duration.ofSeconds(30);

  private HttpServer server;
  private Simulator simulator;
  private TwilioConnection connection;
  private volatile Function<VoiceRequest, String> voice = _ -> Twiml.hangup();

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
    simulator =
        Simulator.start(
            SimulatorOptions.demo()
                .withPort(0)
                .withApiKey(Options.API_KEY, Options.API_SECRET)
                .withTimeScale(0.1)
                .withNumber(NUMBER, url("/voice").toString(), url("/status").toString()));
    connection = TwilioConnection.open(options());
  }

  @AfterEach
  void close() {
    connection.close();
    simulator.close();
    server.stop(0);
  }

  @Test
  void rings_a_pbx_for_a_customer() {
    voice =
        call ->
            Twiml.dial(
                new SipDial(
                    call.calledNumber().orElseThrow(),
                    "pbx.example.com;transport=tls",
                    url("/dialed"),
                    url("/status"),
                    RING,
                    Map.of(UserToUser.HEADER, UserToUser.header(call.call().value())),
                    Optional.of(url("/refer"))));

    final CallView pbx = dialledBy(CUSTOMER, Map.of());

    assertThat(pbx.to())
        .startsWith("sip:+15550100@pbx.example.com;transport=tls?User-to-User=4341")
        .endsWith("%3Bencoding%3Dhex");
    assertThat(customerOf(pbx))
        .isEqualTo(customer(pbx.parentSid(), CUSTOMER, NUMBER, Optional.of(pbx.sid())));
    assertThat(customerOf(simulator.twilio().call(pbx.parentSid())))
        .isEqualTo(customer(pbx.parentSid(), CUSTOMER, NUMBER, Optional.empty()));
  }

  @Test
  void rings_a_softphone_for_a_customer() {
    voice =
        call ->
            Twiml.dial(
                new SoftphoneDial(
                    new AgentId("ada"),
                    call.call(),
                    url("/dialed"),
                    url("/status"),
                    RING,
                    Map.of()));

    final CallView softphone = dialledBy("anonymous", Map.of());

    assertThat(customerOf(softphone))
        .isEqualTo(
            customer(softphone.parentSid(), "anonymous", NUMBER, Optional.of(softphone.sid())));
  }

  @Test
  void calls_an_agents_phone_for_a_customer() {
    voice = _ -> Twiml.dial(number("+15550177", Optional.empty()));

    final CallView phone = dialledBy(CUSTOMER, Map.of());

    assertThat(customerOf(phone))
        .isEqualTo(customer(phone.parentSid(), CUSTOMER, NUMBER, Optional.of(phone.sid())));
  }

  @Test
  void calls_a_customer_for_a_pbx_with_uui() {
    voice =
        call ->
            call.uui().equals(Optional.of("c1-77"))
                ? Twiml.dial(number(CUSTOMER, Optional.of(NUMBER)))
                : Twiml.busy();

    final CallView customer =
        dialledBy(
            "sip:+15550177@pbx.example.com",
            Map.of("User-to-User", "0463312d3737;encoding=hex", "X-Other", "1"));

    assertThat(customerOf(customer))
        .isEqualTo(customer(customer.sid(), NUMBER, CUSTOMER, Optional.of(customer.parentSid())));
    assertThat(customerOf(simulator.twilio().call(customer.parentSid())))
        .isEqualTo(customer(customer.sid(), NUMBER, CUSTOMER, Optional.of(customer.parentSid())));
  }

  @Test
  void an_unknown_leg_has_no_customer() {
    assertThat(connection.legs().of(new CallSid("CA" + "0".repeat(32))))
        .isEqualTo(new Answer.Unknown());
  }

  private NumberDial number(String number, Optional<String> callerId) {
    return new NumberDial(
        number, url("/dialed"), url("/status"), RING, callerId, Optional.of(url("/refer")));
  }

  /// Someone calls in. Returns the leg that is dialled for the call, once it is answered.
  private CallView dialledBy(String from, Map<String, String> sipHeaders) {
    final String sid = simulator.twilio().dialIn(from, NUMBER, sipHeaders).sid();
    await().atMost(30, SECONDS).until(() -> !simulator.twilio().call(sid).children().isEmpty());
    final String dialled = simulator.twilio().call(sid).children().getFirst().sid();
    if (!simulator.twilio().switches().is(Switch.AUTO_ANSWER)) {
      simulator.twilio().answer(dialled);
    }
    await()
        .atMost(30, SECONDS)
        .until(() -> simulator.twilio().call(dialled).status().equals("in-progress"));
    return simulator.twilio().call(dialled);
  }

  private Answer customerOf(CallView leg) {
    return connection.legs().of(new CallSid(leg.sid()));
  }

  private static Answer customer(String sid, String from, String to, Optional<String> agent) {
    return new Answer.Customer(new CallSid(sid), from, to, true, agent.map(CallSid::new));
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private TwilioOptions options() {
    return new TwilioOptions(
        simulator.accountSid(),
        simulator.authToken(),
        Optional.empty(),
        simulator.apiKeySid(),
        simulator.apiKeySecret(),
        Optional.of(simulator.baseUri().toString()),
        url("").toString(),
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      final Form body = Form.parse(exchange.getRequestBody().readAllBytes());
      final String xml =
          switch (exchange.getRequestURI().getPath()) {
            case "/voice" -> voice.apply(VoiceRequest.parse(body, PhoneNumbers.INTERNATIONAL));
            case "/dialed" -> Twiml.hangup();
            default -> "";
          };
      final byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(
          bytes.length == 0 ? 204 : 200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
