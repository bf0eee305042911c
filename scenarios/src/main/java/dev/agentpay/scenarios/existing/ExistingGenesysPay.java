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

/// GenesysPay's page with its JSClient as it behaves: same-origin requests in JSON, of whose
/// answers only a property `error` counts and never the HTTP status, and updates of any payment
/// that its Sync service tells of.
public final class ExistingGenesysPay implements ExistingSync.Listener, ExistingClient {
  static final List<String> ORDER =
      List.of("payment-card-number", "security-code", "expiration-date");

  /// What the client's `callAPI` gives.
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

  /// @param browser in which the agent has opened the page
  /// @param simulator where the Sync SDK's stand-in connects to
  /// @param amount 0 and `AUD` in the page as it is shipped
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

  /// The agent has pasted the sid of a call. Goes on without Sync when there is no token.
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
    tells("captureStarted", "a payment is open, " + paymentSid());
    openSync(call);
    synchronized (this) {
      started = true;
    }
    changeCapture(ORDER.getFirst());
  }

  private void openSync(String call) {
    final Reply token = callApi("/sync/getSyncToken", Map.of("identity", call));
    if (token.success()) {
      sync.ifPresent(ExistingSync::close); // a page is loaded anew for each payment
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
    progress(); // the page asks for it,
    progress(); // and the client does so by itself
  }

  @Override
  public void documentUpdated(String uniqueName, JsonNode data) {
    // It has none.
  }

  private void progress() {
    if (!started || capture.isEmpty() || required.contains(order.first())) {
      return;
    }
    if (required.isEmpty()) {
      tells("captureComplete", "everything is there");
      return;
    }
    final String next = order.shift();
    if (!next.isEmpty()) {
      Thread.ofVirtual().start(() -> changeCapture(next));
    }
  }

  /// What lies between it and the server.
  public ExistingNetwork network() {
    return network;
  }

  private void changeCapture(String field) {
    final Map<String, Object> body = about();
    body.put("captureType", field);
    network.carries(field);
    final Reply reply = callApi("/aap/changeCapture", body);
    if (reply.success()) {
      page.shows("asks for " + ExistingPage.words(field));
      events.emit(
          "captureTypeChanged", ExistingBrowser.JSON.valueToTree(Map.of("captureType", field)));
    } else {
      error(reply.result());
    }
  }

  /// The Reset button beside a field.
  public void reset(String field) {
    page.does("presses Reset beside " + ExistingPage.words(field));
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
    final Map<String, Object> body = about();
    body.put("status", status);
    final Reply reply = callApi("/aap/changeStatus", body);
    if (reply.success()) {
      tells(event, words);
    } else {
      error(reply.result());
    }
  }

  private synchronized Map<String, Object> about() {
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

  private void tells(String event, String words) {
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

  /// Every payment that its Sync service told of.
  public synchronized Set<String> paymentsSeen() {
    return Set.copyOf(paymentsSeen);
  }

  /// Empty while no token was given.
  public Optional<String> service() {
    return sync.map(ExistingSync::service);
  }

  @Override
  public void close() {
    sync.ifPresent(ExistingSync::close);
  }
}
