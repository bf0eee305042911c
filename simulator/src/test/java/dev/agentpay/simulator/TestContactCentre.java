package dev.agentpay.simulator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.call.Payment;
import com.twilio.rest.api.v2010.account.call.PaymentCreator;
import com.twilio.security.RequestValidator;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.options.Switches;
import dev.agentpay.simulator.wire.Form;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real simulator on a free port, a contact centre's server that receives its webhooks, and
/// twilio-java as the client.
public final class TestContactCentre implements AutoCloseable {
  public static final String NUMBER = "+15550100";
  public static final String SYNC_SERVICE = "ISde300000000000000000000000000000";
  public static final String SIP_DOMAIN = "acme.sip.example.test";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// A request to the contact centre's server.
  ///
  /// @param signed whether its signature is valid
  public record Received(
      String path, Map<String, String> form, Map<String, String> headers, boolean signed) {
    public String get(String name) {
      return form.get(name);
    }
  }

  public final Simulator simulator;
  public final TwilioRestClient twilio;
  final List<Received> received = new CopyOnWriteArrayList<>();
  final List<JsonNode> charges = new CopyOnWriteArrayList<>();
  final List<Map<String, String>> chargeHeaders = new CopyOnWriteArrayList<>();
  public volatile String twiml =
      """
      <Response><Dial answerOnBridge="true" action="/after-dial">
        <Client statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">
          <Identity>alice</Identity><Parameter name="customer" value="c-17"/>
        </Client></Dial></Response>
      """;
  volatile String afterDial = "<Response/>";
  public volatile String referred = "<Response/>";
  public volatile String connectorAnswer =
      "{\"charge_id\":\"ch_1\",\"token_id\":\"tok_1\",\"error_code\":null,\"error_message\":null}";
  volatile int callbackStatus = 204;

  private final Javalin server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger keys = new AtomicInteger();

  public TestContactCentre() {
    this(options -> options);
  }

  public TestContactCentre(UnaryOperator<SimulatorOptions> change) {
    server = Javalin.create(this::configure).start("127.0.0.1", 0);
    final SimulatorOptions options =
        SimulatorOptions.demo()
            .withPort(0)
            .withTimeScale(0.1)
            // With the time scale, this time-out would be shorter than the pauses of a busy
            // machine.
            .withSwitches(Switches.defaults().with(Map.of("firstDigitTimeoutSeconds", 0)))
            .withNumber(NUMBER, url("/voice"), url("/ended"))
            .withSipDomain(SIP_DOMAIN, url("/voice"), url("/ended"))
            .withApplication(url("/voice"))
            .withSyncService(SYNC_SERVICE, "AgentAssistedPaySync")
            .withConnector("ours", url("/connector"), "twilio", "secret:with colon");
    simulator = Simulator.start(change.apply(options));
    twilio = client(simulator, simulator.apiKeySid(), simulator.apiKeySecret());
  }

  /// An unmodified twilio-java that sends its requests to the simulator.
  static TwilioRestClient client(Simulator simulator, String user, String password) {
    final NetworkHttpClient network =
        new NetworkHttpClient() {
          @Override
          public Response makeRequest(Request request) {
            final String url =
                request
                    .getUrl()
                    .replaceFirst(
                        "https://(api|sync)\\.twilio\\.com", simulator.baseUri().toString());
            final Request moved = new Request(request.getMethod(), url);
            moved.setAuth(user, password);
            request.getPostParams().forEach((k, v) -> v.forEach(x -> moved.addPostParam(k, x)));
            request.getQueryParams().forEach((k, v) -> v.forEach(x -> moved.addQueryParam(k, x)));
            request.getHeaderParams().forEach((k, v) -> v.forEach(x -> moved.addHeaderParam(k, x)));
            moved.setContentType(request.getContentType());
            return super.makeRequest(moved);
          }
        };
    return new TwilioRestClient.Builder(user, password)
        .accountSid(simulator.accountSid())
        .httpClient(network)
        .build();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  /// Starts a call that an agent has answered, and returns its sid.
  public String callInProgress() {
    final String sid =
        control("POST", "/simulator/calls", Map.of("from", "+15550199", "to", NUMBER))
            .get("sid")
            .asString();
    await().atMost(30, SECONDS).until(() -> callStatus(sid).equals("in-progress"));
    return sid;
  }

  public String callStatus(String sid) {
    return control("GET", "/simulator/calls/" + sid, Map.of()).get("status").asString();
  }

  public void types(String call, String digits) {
    control("POST", "/simulator/calls/" + call + "/digits", Map.of("digits", digits));
  }

  public PaymentCreator payment(String call) {
    return Payment.creator(call, "key-" + keys.incrementAndGet(), URI.create(url("/pay")))
        .setPaymentConnector("ours")
        .setPostalCode(false);
  }

  public void capture(Payment payment, Payment.Capture field) {
    Payment.updater(
            payment.getCallSid(),
            payment.getSid(),
            "key-" + keys.incrementAndGet(),
            URI.create(url("/pay")))
        .setCapture(field)
        .update(twilio);
  }

  public void status(Payment payment, Payment.Status status) {
    Payment.updater(
            payment.getCallSid(),
            payment.getSid(),
            "key-" + keys.incrementAndGet(),
            URI.create(url("/pay")))
        .setStatus(status)
        .update(twilio);
  }

  public Received awaitCallback(Predicate<Received> condition) {
    return await()
        .atMost(30, SECONDS)
        .until(
            () -> received.stream().filter(condition).findFirst().orElse(null), Objects::nonNull);
  }

  public Received awaitResult() {
    return awaitCallback(r -> r.form().containsKey("Result"));
  }

  public List<Received> at(String path) {
    return received.stream().filter(r -> r.path().equals(path)).toList();
  }

  public JsonNode control(String method, String path, Map<String, ?> body) {
    final HttpResponse<String> response =
        controlRaw(method, path, method.equals("GET") ? "" : JSON.writeValueAsString(body));
    if (response.statusCode() >= 300) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
  }

  public HttpResponse<String> controlRaw(String method, String path, String body) {
    try {
      final HttpRequest request =
          HttpRequest.newBuilder(simulator.baseUri().resolve(path))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public String journal() {
    return controlRaw("GET", "/simulator/journal", "").body();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.routes.post("/voice", ctx -> ctx.contentType("text/xml").result(record(ctx, twiml)));
    config.routes.get("/voice", ctx -> ctx.contentType("text/xml").result(record(ctx, twiml)));
    config.routes.post(
        "/after-dial", ctx -> ctx.contentType("text/xml").result(record(ctx, afterDial)));
    config.routes.post("/refer", ctx -> ctx.contentType("text/xml").result(record(ctx, referred)));
    config.routes.post("/leg", ctx -> ctx.status(204).result(record(ctx, "")));
    config.routes.post("/ended", ctx -> ctx.status(204).result(record(ctx, "")));
    config.routes.post("/pay", ctx -> ctx.status(callbackStatus).result(record(ctx, "")));
    config.routes.post("/pay/<more>", ctx -> ctx.status(callbackStatus).result(record(ctx, "")));
    config.routes.post("/connector", this::charge);
    config.routes.post("/connector/<method>", this::charge);
  }

  private void charge(Context ctx) {
    charges.add(JSON.readTree(ctx.body()));
    final LinkedHashMap<String, String> headers = new LinkedHashMap<>(ctx.headerMap());
    headers.put("path", ctx.path());
    chargeHeaders.add(headers);
    ctx.result(connectorAnswer);
  }

  private String record(Context ctx, String answer) {
    final Map<String, String> form = new LinkedHashMap<>();
    Form.parse(ctx.body()).parameters().forEach(p -> form.put(p.getKey(), p.getValue()));
    final String url = url(ctx.path()) + (ctx.queryString() == null ? "" : "?" + ctx.queryString());
    final String signature = ctx.header("X-Twilio-Signature");
    boolean signed =
        signature != null
            && new RequestValidator(simulator.authToken()).validate(url, form, signature);
    received.add(new Received(ctx.path(), form, ctx.headerMap(), signed));
    return answer;
  }

  @Override
  public void close() {
    simulator.close();
    server.stop();
  }
}
