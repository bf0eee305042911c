package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ExistingClient;
import dev.agentpay.scenarios.actors.ExistingPage;
import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Simulates GenesysPay's page with its JSClient. It sends same-origin JSON requests and treats an
/// answer as failed only if it has a property `error`; it ignores the HTTP status. It shows updates
/// of every payment that its Sync service reports.
public final class ExistingGenesysPay implements ExistingSync.Listener, ExistingClient {
  static final List<String> ORDER =
      List.of("payment-card-number", "security-code", "expiration-date");

  /// The result of the client's `callAPI`.
  private record Reply(boolean success, JsonNode result) {}

  private final ExistingEvents events = new ExistingEvents();
  private final Set<String> paymentsSeen = new TreeSet<>();
  private final ExistingNetwork network = new ExistingNetwork();
  private final ExistingCaptureOrder order = new ExistingCaptureOrder(ORDER);
  private final ExistingBrowser browser;
  private final URI simulator;
  private final BigDecimal amount;
  private final String currency;
  private final ExistingPage page;
  private Optional<ExistingSync> sync = Optional.empty();
  private boolean started;
  private String callSid = "";
  private String paymentSid = "";
  private String capture = "";
  private List<String> required = List.of();

  /// @param browser the browser in which the agent opened the page
  /// @param simulator the address that the stand-in for the Sync SDK connects to
  /// @param amount the original page has 0
  /// @param currency the original page has `AUD`
  public ExistingGenesysPay(
      ExistingBrowser browser,
      URI simulator,
      BigDecimal amount,
      String currency,
      ExistingPage page) {
    this.browser = browser;
    this.simulator = simulator;
    this.amount = amount;
    this.currency = currency;
    this.page = page;
  }

  /// The agent pastes a call's sid. Continues without Sync if the server gives no token.
  public void startCapture(String call) {
    page.does("pastes " + call + " into the old page");
    synchronized (this) {
      callSid = call;
      order.reset();
    }
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("callSid", call);
    body.put("chargeAmount", amount);
    body.put("currency", currency);
    final Reply reply = callApi("/aap/startCapture", body);
    if (!reply.success()) {
      error(reply.result());
      return;
    }
    synchronized (this) {
      paymentSid = reply.result().path("sid").asString("");
    }
    notifyPage("captureStarted", "a payment is open, " + paymentSid());
    openSync(call);
    synchronized (this) {
      started = true;
    }
    changeCapture(ORDER.getFirst());
  }

  private void openSync(String call) {
    final Reply token = callApi("/sync/getSyncToken", Map.of("identity", call));
    if (token.success()) {
      sync.ifPresent(ExistingSync::close); // the page is opened again for each payment
      sync = Optional.of(ExistingSync.open(simulator, token.result().asString(), this));
    } else {
      error(token.result());
    }
  }

  @Override
  public synchronized void itemAdded(String map, String key, JsonNode data) {
    if (map.equals("payMap")) {
      paymentsSeen.add(key); // the client itself does not listen to these
    }
  }

  @Override
  public synchronized void itemUpdated(String map, String key, JsonNode data) {
    if (!map.equals("payMap")) {
      return;
    }
    paymentsSeen.add(key);
    capture = data.path("Capture").asString("");
    final String text = data.path("Required").asString("");
    required = text.isEmpty() ? List.of() : Stream.of(text.split(",")).map(String::strip).toList();
    page.update(data);
    events.emit("paymentDataUpdated", data);
    checkProgress(); // the page calls it,
    checkProgress(); // and so does the client
  }

  @Override
  public void documentUpdated(String uniqueName, JsonNode data) {
    // The client uses no Sync documents.
  }

  private void checkProgress() {
    if (!started || capture.isEmpty() || required.contains(order.first())) {
      return;
    }
    if (required.isEmpty()) {
      notifyPage("captureComplete", "all fields are captured");
      return;
    }
    final String next = order.shift();
    if (!next.isEmpty()) {
      Thread.ofVirtual().start(() -> changeCapture(next));
    }
  }

  /// The network between the client and the server.
  public ExistingNetwork network() {
    return network;
  }

  private void changeCapture(String field) {
    final Map<String, Object> body = callAndPayment();
    body.put("captureType", field);
    network.awaitDelivery(field);
    final Reply reply = callApi("/aap/changeCapture", body);
    if (reply.success()) {
      page.shows("asks for " + ExistingPage.fieldLabel(field));
      events.emit(
          "captureTypeChanged", ExistingBrowser.JSON.valueToTree(Map.of("captureType", field)));
    } else {
      error(reply.result());
    }
  }

  /// The Reset button next to a field.
  public void reset(String field) {
    page.does("presses Reset next to " + ExistingPage.fieldLabel(field));
    synchronized (this) {
      order.unshift(field);
    }
    changeCapture(field);
  }

  public void submit() {
    page.does("presses Submit");
    changeStatus("complete", "paymentSubmitted", "submitted");
  }

  public void cancel() {
    page.does("presses Cancel");
    changeStatus("cancel", "paymentCancelled", "cancelled");
  }

  private void changeStatus(String status, String event, String words) {
    final Map<String, Object> body = callAndPayment();
    body.put("status", status);
    final Reply reply = callApi("/aap/changeStatus", body);
    if (reply.success()) {
      notifyPage(event, words);
    } else {
      error(reply.result());
    }
  }

  private synchronized Map<String, Object> callAndPayment() {
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("callSid", callSid);
    body.put("paymentSid", paymentSid);
    return body;
  }

  private Reply callApi(String path, Map<String, ?> body) {
    try {
      final JsonNode answer = browser.post(path, Map.of(), body).json();
      final JsonNode error = answer.path("error");
      final boolean failed =
          !(error.isMissingNode() || error.isNull() || error.asString("?").isEmpty());
      return failed ? new Reply(false, error) : new Reply(true, answer);
    } catch (ExistingBrowser.NetworkError e) {
      return new Reply(
          false, ExistingBrowser.JSON.getNodeFactory().stringNode("Network error occurred"));
    }
  }

  private void notifyPage(String event, String words) {
    page.shows(words);
    events.emit(event);
  }

  private void error(JsonNode what) {
    page.shows("the error: " + what.asString(what.toString()));
    events.emit("error", what);
  }

  public ExistingEvents events() {
    return events;
  }

  public synchronized String paymentSid() {
    return paymentSid;
  }

  /// Every payment that its Sync service reported.
  public synchronized Set<String> paymentsSeen() {
    return Set.copyOf(paymentsSeen);
  }

  /// The Sync service; empty until the server has given a token.
  public Optional<String> service() {
    return sync.map(ExistingSync::service);
  }

  @Override
  public void close() {
    sync.ifPresent(ExistingSync::close);
  }
}
