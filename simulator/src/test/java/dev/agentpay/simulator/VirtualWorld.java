package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.control.SimulatedTwilio;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.options.Switches;
import dev.agentpay.simulator.pay.TypingResult;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.JsonText;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.RestRequest;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.world.JournalEntry;
import dev.agentpay.simulator.world.VirtualTimeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A simulated Twilio, a contact centre and a connector in one thread and on virtual time. No test
/// with it waits.
public final class VirtualWorld {
  public static final String NUMBER = "+15550100";
  public static final Instant START = Instant.parse("2026-03-10T09:00:00Z");
  private static final Duration LATENCY = Duration.ofMillis(5);

  public final VirtualTimeline timeline = new VirtualTimeline(START);
  public final SimulatedTwilio twilio;
  public final SimulatorOptions options;

  /// All outgoing requests, in order.
  public final List<Transport.OutgoingRequest> sent = new ArrayList<>();

  public String twiml =
      """
      <Response><Dial answerOnBridge="true"><Client>alice</Client></Dial></Response>
      """;

  /// The answers by path, except for the voice URL.
  final Map<String, String> documents = new HashMap<>();

  public String connectorAnswer = "{\"charge_id\":\"ch_1\",\"token_id\":\"tok_1\"}";
  public String statusCallback = "https://centre.example/pay";

  /// Answers requests; empty means no answer.
  public Function<Transport.OutgoingRequest, Optional<Transport.Outcome>> network = this::answer;

  private int keys;

  public VirtualWorld() {
    this(Map.of());
  }

  public VirtualWorld(Map<String, ?> switches) {
    this(options -> options.withSwitches(Switches.defaults().with(switches)));
  }

  VirtualWorld(UnaryOperator<SimulatorOptions> change) {
    options =
        change.apply(
            SimulatorOptions.demo()
                .withSeed(7)
                .withNumber(NUMBER, "https://centre.example/voice", "https://centre.example/ended")
                .withConnector("ours", "https://connector.example/pay?key=1", "twilio", "secret"));
    twilio = new SimulatedTwilio(options, timeline, this::send);
  }

  private void send(Transport.OutgoingRequest request, Consumer<Transport.Outcome> outcome) {
    sent.add(request);
    network
        .apply(request)
        .ifPresent(answer -> timeline.after(LATENCY, () -> outcome.accept(answer)));
  }

  public Optional<Transport.Outcome> answer(Transport.OutgoingRequest request) {
    return Optional.of(
        switch (request.url().getPath()) {
          case "/voice" -> new Transport.Outcome.Answered(200, twiml);
          case "/pay", "/pay/charge", "/pay/tokenize" ->
              request.url().getHost().equals("connector.example")
                  ? new Transport.Outcome.Answered(200, connectorAnswer)
                  : new Transport.Outcome.Answered(204, "");
          default ->
              new Transport.Outcome.Answered(
                  200, documents.getOrDefault(request.url().getPath(), ""));
        });
  }

  /// Connects a customer to an agent and returns the CallSid.
  public String call() {
    final String sid = twilio.dialIn("+15550199", NUMBER).sid();
    pass(2);
    assertThat(twilio.call(sid).status()).isEqualTo("in-progress");
    return sid;
  }

  public void pass(double seconds) {
    timeline.advance(Duration.ofMillis((long) (seconds * 1000)));
  }

  public CompletableFuture<RestAnswer> rest(String method, String path, Map<String, String> form) {
    final String credentials = options.accountSid() + ":" + options.authToken();
    final String authorization =
        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    boolean post = method.equals("POST");
    return twilio.rest(
        new RestRequest(
            method,
            "/2010-04-01/Accounts/" + options.accountSid() + path,
            post ? "" : Form.encode(form),
            post ? Form.encode(form) : "",
            Optional.of(authorization)));
  }

  public RestAnswer.Json now(CompletableFuture<RestAnswer> answer) {
    assertThat(answer).isDone();
    return (RestAnswer.Json) answer.join();
  }

  public RestAnswer.Json create(String call, String... namesAndValues) {
    final Map<String, String> form =
        form("PaymentConnector", "ours", "PostalCode", "false", "ChargeAmount", "9.99");
    form.putAll(form(namesAndValues));
    form.values().removeIf("-"::equals);
    return now(rest("POST", "/Calls/" + call + "/Payments.json", form));
  }

  /// Opens a payment and returns its sid.
  public String open(String call, String... namesAndValues) {
    final RestAnswer.Json answer = create(call, namesAndValues);
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    return (String) answer.body().get("sid");
  }

  public RestAnswer.Json update(String call, String payment, String... namesAndValues) {
    return now(
        rest("POST", "/Calls/" + call + "/Payments/" + payment + ".json", form(namesAndValues)));
  }

  public void capture(String call, String payment, String field) {
    final RestAnswer.Json answer = update(call, payment, "Capture", field);
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
    pass(0.1);
  }

  public RestAnswer.Json complete(String call, String payment) {
    return update(call, payment, "Status", "complete");
  }

  public RestAnswer.Json cancel(String call, String payment) {
    return update(call, payment, "Status", "cancel");
  }

  public TypingResult types(String call, String digits) {
    final TypingResult result = twilio.type(call, digits, 0).join();
    pass(0.5);
    return result;
  }

  /// Captures card, expiry and security code.
  public void fill(String call, String payment) {
    fill(call, payment, "4111111111111111");
  }

  public void fill(String call, String payment, String card) {
    capture(call, payment, "payment-card-number");
    types(call, card + "#");
    capture(call, payment, "expiration-date");
    types(call, "1232");
    capture(call, payment, "security-code");
    types(call, "123");
  }

  /// The parameters of the payment callbacks so far.
  public List<Map<String, String>> callbacks() {
    return sentTo("centre.example/pay");
  }

  public Map<String, String> lastCallback() {
    return callbacks().getLast();
  }

  public List<Map<String, String>> sentTo(String hostAndPath) {
    return sent.stream()
        .filter(r -> (r.url().getHost() + r.url().getPath()).equals(hostAndPath))
        .map(r -> decoded(r.body()))
        .toList();
  }

  public List<Transport.OutgoingRequest> connectorRequests() {
    return sent.stream().filter(r -> r.url().getHost().equals("connector.example")).toList();
  }

  public Map<String, Object> connectorBody() {
    return JsonText.map(JsonText.object(connectorRequests().getLast().body()));
  }

  /// The error code in an answer.
  public int code(RestAnswer.Json answer) {
    assertThat(answer.body().get("code")).as("%s", answer.body()).isNotNull();
    return (Integer) answer.body().get("code");
  }

  /// The journal lines that would be in Twilio's error log.
  List<Map<String, Object>> errors() {
    return twilio.journal(0).stream()
        .filter(entry -> entry.kind() == JournalEntry.Kind.ERROR)
        .map(JournalEntry::details)
        .toList();
  }

  public String journal() {
    return JsonText.write(twilio.journal(0));
  }

  private Map<String, String> form(String... namesAndValues) {
    final Map<String, String> form = new LinkedHashMap<>();
    form.put("IdempotencyKey", "key-" + ++keys);
    form.put("StatusCallback", statusCallback);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return form;
  }

  public static Map<String, String> decoded(String body) {
    final Map<String, String> form = new LinkedHashMap<>();
    Form.parse(body).parameters().forEach(p -> form.put(p.getKey(), p.getValue()));
    return form;
  }
}
