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

/// Simulates the npm client `agent-pay` 4.3: the same requests and the same rule for advancing to
/// the next field. Like the original, it assumes that every payment and every call that its Sync
/// service reports is its own.
public final class ExistingAgentPay implements ExistingSync.Listener, ExistingClient {
  private static final String PAY_MAP = "payMap";
  private static final String UUI_MAP = "uuiMap";
  private static final String CARD = "payment-card-number";
  private static final String CODE = "security-code";
  private static final String DATE = "expiration-date";

  private static final Map<String, String> CAPTURING =
      Map.of(CARD, "capturingCard", CODE, "capturingSecurityCode", DATE, "capturingDate");

  /// The settings of the client's page.
  ///
  /// @param captureOrder comma-separated fields
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
  private boolean adoptsNewCalls;
  private String callSid = "";
  private String paySid = "";

  /// @param simulator the address that the stand-in for the Sync SDK connects to
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

  /// Attaches without a call: the client takes over any call that is added to its Sync service.
  public synchronized void attachPay() {
    adoptsNewCalls = true;
    connect();
  }

  /// Attaches to the call that a CTI has named.
  public synchronized void attachPay(String call) {
    callSid = call;
    connect();
    notifyPage("callConnected", "the call " + call);
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
    if (map.equals(UUI_MAP) && adoptsNewCalls) {
      callSid = call;
      notifyPage("UUIItemAdded", "takes over the call " + callSid);
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
    // The client uses no Sync documents.
  }

  /// Advances when the first field of the order is no longer in `Required`. Like the original,
  /// searches `Required` as text.
  private void checkProgress(JsonNode data) {
    if (data.path("Capture").asString("").isEmpty()) {
      return;
    }
    if (!data.path("Required").isString()) {
      error("TypeError: Required is not a string");
      return;
    }
    final String required = data.path("Required").asString();
    if (required.contains(first())) {
      return;
    }
    if (required.isEmpty()) {
      notifyPage("captureComplete", "all fields are captured");
      return;
    }
    final String next = order.shift();
    Thread.ofVirtual().start(() -> updateCaptureType(next));
  }

  /// JavaScript searches for the text "undefined" when the order has no fields left.
  private String first() {
    return order.first().isEmpty() ? "undefined" : order.first();
  }

  /// Opens a payment and requests the first field. Version 4.3.1 always sends an amount of 0.
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
        notifyPage("capturing", "a payment is open, " + payment);
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
      network.awaitDelivery(field);
      requests.updateCaptureType(call, payment, field);
      Optional.ofNullable(CAPTURING.get(field))
          .ifPresent(event -> notifyPage(event, "asks for " + ExistingPage.fieldLabel(field)));
    } catch (ExistingBrowser.NetworkError e) {
      error("Could not update CaptureType to %s: %s".formatted(field, e.getMessage()));
    }
  }

  /// The network between the client and the server.
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
    page.does("presses x on " + ExistingPage.fieldLabel(field));
    synchronized (this) {
      if (order.unshift(field)) {
        notifyPage(event, "x on " + ExistingPage.fieldLabel(field));
      }
    }
    updateCaptureType(field);
  }

  /// Tells the page that the payment is submitted, whatever the server answered.
  public void submitCapture() {
    page.does("presses Submit");
    changeSession("complete");
    notifyPage("submitComplete", "submitted");
  }

  /// Removes the payment's item from the Sync map and tells the page only if that succeeds.
  public void cancelCapture() {
    page.does("presses Cancel");
    changeSession("cancel");
    final String payment = paySid(); // may differ from the cancelled one if Sync reported another
    if (sync.orElseThrow().removeItem(PAY_MAP, payment)) {
      notifyPage("cancelledCapture", "cancelled");
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

  private void notifyPage(String event, String words) {
    page.shows(words);
    events.emit(event);
  }

  private void error(String message) {
    page.shows("nothing; the console shows " + message);
    synchronized (console) {
      console.add(message);
    }
  }

  /// The error messages that the client wrote to the browser's console.
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

  /// Every payment that its Sync service reported.
  public synchronized Set<String> paymentsSeen() {
    return Set.copyOf(paymentsSeen);
  }

  /// Every call that its Sync service reported.
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
