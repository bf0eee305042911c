package dev.agentpay.twilio.twiml;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.options.Switches;
import dev.agentpay.simulator.pay.TypingResult;
import dev.agentpay.twilio.Options;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.rest.TwilioConnection;
import dev.agentpay.twilio.webhook.BadWebhookException;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PaymentStatusParser;
import dev.agentpay.twilio.webhook.PublicUrl;
import dev.agentpay.twilio.webhook.Signatures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// The simulator in place of Twilio, a connected customer, and a server that takes callbacks as
/// ours does: it verifies the signature first, then parses.
public final class Desk implements AutoCloseable {
  private static final String NUMBER = "+15550100";
  private static final String VOICE = "/voice";

  private final HttpServer server;
  private final Simulator simulator;
  private final Signatures signatures;
  private final TwilioConnection connection;
  private final List<PaymentStatus> told = new CopyOnWriteArrayList<>();
  public final CallSid call;

  public Desk() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
    simulator =
        Simulator.start(
            SimulatorOptions.demo()
                .withPort(0)
                .withApiKey(Options.API_KEY, Options.API_SECRET)
                .withTimeScale(0.1)
                // Not shortened: on a busy machine, a shorter wait for the first digit would time
                // out.
                .withSwitches(Switches.defaults().with(Map.of("firstDigitTimeoutSeconds", 0)))
                .withNumber(NUMBER, url() + VOICE, url() + "/call"));
    signatures = new Signatures(List.of(simulator.authToken()));
    connection = TwilioConnection.open(options());
    call = customerOnTheLine();
  }

  private TwilioOptions options() {
    return new TwilioOptions(
        simulator.accountSid(),
        simulator.authToken(),
        Optional.empty(),
        simulator.apiKeySid(),
        simulator.apiKeySecret(),
        Optional.of(simulator.baseUri().toString()),
        url(),
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        Optional.empty(),
        Optional.empty());
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private CallSid customerOnTheLine() {
    final String sid = simulator.twilio().dialIn("+15550199", NUMBER).sid();
    await()
        .atMost(30, SECONDS)
        .until(() -> simulator.twilio().call(sid).status().equals("in-progress"));
    return new CallSid(sid);
  }

  public dev.agentpay.payments.TwilioGateway gateway() {
    return connection.gateway("Ours"::equals);
  }

  public void types(String digits)
      throws InterruptedException, ExecutionException, TimeoutException {
    final TypingResult _ = simulator.twilio().type(call.value(), digits, 0).get(30, SECONDS);
  }

  public void goesWrong(Map<String, ?> rest) {
    simulator.twilio().use(Faults.of(Map.of("rest", rest)));
  }

  public void worksAgain() {
    simulator.twilio().use(Faults.none());
  }

  /// Returns the first matching callback, once it has arrived.
  public PaymentStatus told(Predicate<PaymentStatus> wanted) {
    return await()
        .atMost(30, SECONDS)
        .until(() -> told.stream().filter(wanted).findFirst().orElse(null), Objects::nonNull);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      final byte[] body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestURI().getPath().equals(VOICE)) {
        answer(exchange, 200, "<Response><Pause length=\"600\"/></Response>");
        return;
      }
      final String url = url() + exchange.getRequestURI();
      final String signature = exchange.getRequestHeaders().getFirst(Signatures.HEADER);
      final boolean signed =
          signature != null && signatures.holds(url, Form.parse(body), signature);
      if (signed && url.contains(PublicUrl.PAYMENT_STATUS)) {
        final String query = exchange.getRequestURI().getRawQuery();
        told.add(PaymentStatusParser.parse(Form.parse(body), Form.parseQuery(query)));
      }
      answer(exchange, signed ? 204 : 403, "");
    } catch (BadWebhookException e) {
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String xml) throws IOException {
    final byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    connection.close();
    simulator.close();
    server.stop(0);
  }
}
