package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ExistingClient;
import dev.agentpay.scenarios.actors.ExistingPage;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The npm client `agent-pay` 4.3 as it behaves: the same requests, the same rule by which it goes
/// on to the next field, and the same blindness: whatever payment its Sync service tells of, it
/// takes for its own, and whatever call is added there as well.
public final class ExistingAgentPay implements ExistingSync.Listener, ExistingClient {
  private static final String PAY_MAP = "payMap";
  private static final String UUI_MAP = "uuiMap";
  private static final String CARD = "payment-card-number";
  private static final String CODE = "security-code";
  private static final String DATE = "expiration-date";

  private static final Map<String, String> CAPTURING =
      Map.of(CARD, "capturingCard", CODE, "capturingSecurityCode", DATE, "capturingDate");

  /// What its page is built with.
  ///
  /// @param captureOrder fields by comma
  public record Settings(
      String connector, String captureOrder, String currency, String tokenType) {}

  private final ExistingEvents events = new ExistingEvents();
  private final List<String> console = new ArrayList<>();
  private final Set<String> paymentsSeen = new TreeSet<>();
  private final Set<String> callsSeen = new TreeSet<>();
  private final ExistingNetwork network = new ExistingNetwork();
  private final URI simulator;
  private final ExistingAgentPayRequests requests;
  private final Settings settings;
  private final ExistingPage page;
  private final ExistingCaptureOrder order;
  private Optional<ExistingSync> sync = Optional.empty();
  private boolean adopts;
  private String callSid = "";
  private String paySid = "";

  /// @param simulator where the Sync SDK's stand-in connects to
  public ExistingAgentPay(
      URI simulator, ExistingAgentPayRequests requests, Settings settings, ExistingPage page) {
    this.simulator = simulator;
    this.requests = requests;
    this.settings = settings;
    this.page = page;
    order =
        new ExistingCaptureOrder(
            Stream.of(settings.captureOrder().split(",")).map(String::strip).toList());
  }

  /// Without a call: takes whatever call is added to its service.
  public synchronized void attachPay() {
    adopts = true;
    connect();
  }

  /// With the call that a CTI has named.
  public synchronized void attachPay(String call) {
    callSid = call;
    connect();
    tells("callConnected", "the call " + call);
  }

  private void connect() {
    sync = Optional.of(ExistingSync.open(simulator, requests.bearer(), this));
  }

  @Override
  public synchronized void itemAdded(String map, String key, JsonNode data) {
    if (map.equals(PAY_MAP)) {
      paymentsSeen.add(key); // the client itself does not listen to these
      return;
    }
    final String call = data.path("pstnSid").asString("");
    callsSeen.add(call);
    if (map.equals(UUI_MAP) && adopts) {
      callSid = call;
      tells("UUIItemAdded", "takes up the call " + callSid);
    }
  }

  @Override
  public synchronized void itemUpdated(String map, String key, JsonNode data) {
    if (!map.equals(PAY_MAP)) {
      return;
    }
    paymentsSeen.add(key);
    paySid = key;
    page.update(data);
    events.emit("cardUpdate", data);
    checkProgress(data);
  }

  @Override
  public void documentUpdated(String uniqueName, JsonNode data) {
    // It has none.
  }

  /// Whether the first field of the order is still in `Required` is looked for in its text.
  private void checkProgress(JsonNode data) {
    if (data.path("Capture").asString("").isEmpty()) {
      return;
    }
    if (!data.path("Required").isString()) {
      error("TypeError: Required is no text");
      return;
    }
    final String required = data.path("Required").asString();
    if (required.contains(first())) {
      return;
    }
    if (required.isEmpty()) {
      tells("captureComplete", "everything is there");
      return;
    }
    final String next = order.shift();
    Thread.ofVirtual().start(() -> updateCaptureType(next));
  }

  /// JavaScript looks for the text "undefined" when the order has run out.
  private String first() {
    return order.first().isEmpty() ? "undefined" : order.first();
  }

  /// Opens a payment and asks for the first field; 4.3.1 always without an amount.
  public void startCapture(BigDecimal amount) {
    final String call;
    synchronized (this) {
      order.reset();
      call = callSid;
    }
    try {
      final String payment = requests.startCapture(call, amount, settings, order.template());
      synchronized (this) {
        paySid = payment;
        tells("capturing", "a payment is open, " + payment);
      }
      updateCaptureType(order.template().getFirst());
    } catch (ExistingBrowser.NetworkError e) {
      error("Error with Capture Token: " + e.getMessage());
    }
  }

  private void updateCaptureType(String field) {
    final String call;
    final String payment;
    synchronized (this) {
      call = callSid;
      payment = paySid;
    }
    try {
      network.carries(field);
      requests.updateCaptureType(call, payment, field);
      Optional.ofNullable(CAPTURING.get(field))
          .ifPresent(event -> tells(event, "asks for " + ExistingPage.words(field)));
    } catch (ExistingBrowser.NetworkError e) {
      error("Could not update CaptureType to %s: %s".formatted(field, e.getMessage()));
    }
  }

  /// What lies between it and the server.
  public ExistingNetwork network() {
    return network;
  }

  public void resetCard() {
    reset(CARD, "cardReset");
  }

  public void resetSecurityCode() {
    reset(CODE, "securityCodeReset");
  }

  void resetDate() {
    reset(DATE, "dateReset");
  }

  private void reset(String field, String event) {
    page.does("presses x on " + ExistingPage.words(field));
    synchronized (this) {
      if (order.unshift(field)) {
        tells(event, "x on " + ExistingPage.words(field));
      }
    }
    updateCaptureType(field);
  }

  /// Tells its page that it is submitted, whatever the server answered.
  public void submitCapture() {
    page.does("presses Submit");
    changeSession("complete");
    tells("submitComplete", "submitted");
  }

  /// Takes the payment's item out of the map; only if that works it tells its page.
  public void cancelCapture() {
    page.does("presses Cancel");
    changeSession("cancel");
    final String payment = paySid(); // another one than was cancelled, if another was told of since
    if (sync.orElseThrow().remove(PAY_MAP, payment)) {
      tells("cancelledCapture", "cancelled");
    } else {
      error("the item %s could not be removed".formatted(payment));
    }
  }

  private void changeSession(String status) {
    final String call;
    final String payment;
    synchronized (this) {
      order.reset();
      call = callSid;
      payment = paySid;
    }
    try {
      requests.changeSession(call, payment, status);
    } catch (ExistingBrowser.NetworkError e) {
      error("Could not change Session Status to %s: %s".formatted(status, e.getMessage()));
    }
  }

  private void tells(String event, String words) {
    page.shows(words);
    events.emit(event);
  }

  private void error(String message) {
    page.shows("nothing; its console says " + message);
    synchronized (console) {
      console.add(message);
    }
  }

  /// What it wrote where nobody looks.
  public List<String> console() {
    synchronized (console) {
      return List.copyOf(console);
    }
  }

  public ExistingEvents events() {
    return events;
  }

  public synchronized String callSid() {
    return callSid;
  }

  public synchronized String paySid() {
    return paySid;
  }

  /// Every payment that its Sync service told of.
  public synchronized Set<String> paymentsSeen() {
    return Set.copyOf(paymentsSeen);
  }

  /// Every call that its Sync service told of.
  public synchronized Set<String> callsSeen() {
    return Set.copyOf(callsSeen);
  }

  public ExistingAgentPayRequests requests() {
    return requests;
  }

  public String service() {
    return sync.orElseThrow().service();
  }

  @Override
  public void close() {
    sync.ifPresent(ExistingSync::close);
  }
}
