package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ExistingClient;
import dev.agentpay.scenarios.actors.ExistingPage;
import dev.agentpay.scenarios.actors.ScriptFailure;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// Simulates the page of the Generic Pay Connector demo: a softphone, a Sync document for each
/// call, four buttons that capture one field each, and one that completes the payment. It cannot
/// cancel.
public final class ExistingConnectorDemo implements ExistingSync.Listener, ExistingClient {
  private final ExistingEvents events = new ExistingEvents();
  private final Set<String> documentsSeen = new TreeSet<>();
  private final ExistingBrowser browser;
  private final URI simulator;
  private final ExistingPage page;
  private Optional<ExistingSoftphone> device = Optional.empty();
  private Optional<ExistingSync> sync = Optional.empty();
  private String phoneNumber = "";
  private String parentCallSid = "";
  private String document = "";
  private Optional<String> paymentSid = Optional.empty();

  /// @param browser the browser in which the agent opened the page
  /// @param simulator the address that the stand-ins for Twilio's SDKs connect to
  public ExistingConnectorDemo(ExistingBrowser browser, URI simulator, ExistingPage page) {
    this.browser = browser;
    this.simulator = simulator;
    this.page = page;
  }

  /// The button that starts the softphone.
  public void startDevice() {
    page.does("starts the device of the old page");
    final JsonNode answer = browser.get("/token", Map.of()).json();
    final String token = answer.path("accessToken").asString();
    phoneNumber = answer.path("phoneNumber").asString("");
    device =
        Optional.of(ExistingSoftphone.register(simulator, token, () -> events.emit("incoming")));
    sync = Optional.of(ExistingSync.open(simulator, token, this));
    page.shows("Call " + phoneNumber);
  }

  /// Whether a call rings.
  boolean rings() {
    return device.flatMap(ExistingSoftphone::incoming).isPresent();
  }

  /// The Accept button. The value of the first parameter is the customer's call, whatever its name.
  public void acceptCall() {
    final ExistingSoftphone softphone = device.orElseThrow();
    final ExistingSoftphone.Leg leg =
        softphone.incoming().orElseThrow(() -> new ScriptFailure("no call rings on the old page"));
    softphone.accept(leg);
    parentCallSid = leg.parameters().values().stream().findFirst().orElse("");
    synchronized (this) {
      document = UUID.randomUUID().toString();
    }
    sync.orElseThrow().openDocument(document);
    page.does("accepts the call " + parentCallSid);
  }

  /// @param amount as typed
  public void startPaymentSession(String amount) {
    page.does("starts a payment session for " + amount);
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("paymentAmount", amount);
    body.put("callSid", parentCallSid);
    body.put("syncDocumentSid", document);
    final JsonNode answer = browser.post("/startPaySession", Map.of(), body).json();
    paymentSid = answer.path("paymentSid").asStringOpt();
    page.shows(
        paymentSid
            .map(sid -> "a payment is open, " + sid)
            .orElseGet(() -> "nothing; the answer was " + answer));
  }

  /// One of the four capture buttons.
  public void updatePaymentSession(String step) {
    page.does("presses the button for " + ExistingPage.fieldLabel(step));
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("paymentStep", step);
    body.put("paymentSid", paymentSid.orElse(""));
    body.put("callSid", parentCallSid);
    body.put("syncDocumentSid", document);
    final JsonNode answer = browser.post("/updatePaySession", Map.of(), body).json();
    events.emit("updated", answer);
  }

  /// Completes the payment. Like the original, ignores the answer.
  public void endPaymentSession() {
    page.does("completes the payment session");
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("paymentSid", paymentSid.orElse(""));
    body.put("callSid", parentCallSid);
    body.put("syncDocumentSid", document);
    browser.post("/completePaySession", Map.of(), body);
  }

  @Override
  public void itemAdded(String map, String key, JsonNode data) {
    // The page uses no Sync maps.
  }

  @Override
  public void itemUpdated(String map, String key, JsonNode data) {
    // The page uses no Sync maps.
  }

  @Override
  public synchronized void documentUpdated(String uniqueName, JsonNode data) {
    documentsSeen.add(uniqueName);
    if (!uniqueName.equals(document)) {
      return;
    }
    page.shows("its document: " + data);
    if (!data.path("errorType").asString("").isEmpty()) {
      page.shows(data.path("errorType").asString());
    }
    if (data.path("result").asString("").equals("success")) {
      paymentSid = Optional.empty();
      page.shows(
          "Payment successful. Confirmation code: "
              + data.path("paymentConfirmationCode").asString("undefined"));
    }
    events.emit("updated-document", data);
  }

  public ExistingEvents events() {
    return events;
  }

  String phoneNumber() {
    return phoneNumber;
  }

  public String callSid() {
    return parentCallSid;
  }

  public String paymentSid() {
    return paymentSid.orElse("");
  }

  public synchronized String document() {
    return document;
  }

  /// Every document that its Sync service reported.
  public synchronized Set<String> documentsSeen() {
    return Set.copyOf(documentsSeen);
  }

  @Override
  public void close() {
    device.ifPresent(ExistingSoftphone::close);
    sync.ifPresent(ExistingSync::close);
  }
}
