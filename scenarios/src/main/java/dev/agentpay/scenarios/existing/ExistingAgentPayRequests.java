package dev.agentpay.scenarios.existing;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The HTTP requests of the npm client `agent-pay` 4.3 and of its login page, with the same keys.
/// The page has another origin than the server.
public final class ExistingAgentPayRequests {
  /// The origin of the page during development. Each installation has its own.
  static final String ORIGIN = "http://localhost:3000";

  private final ExistingBrowser browser;
  private final URI functionsUrl;
  private final String identity;
  private final String bearer;

  /// @param functionsUrl base URL of the old server's functions, without a slash at the end
  /// @param bearer the access token, which is also used for Sync
  public ExistingAgentPayRequests(URI functionsUrl, String identity, String bearer) {
    this.functionsUrl = functionsUrl;
    this.identity = identity;
    this.bearer = bearer;
    browser = ExistingBrowser.crossOrigin(functionsUrl, ORIGIN);
  }

  /// The request of the login form. The original sends `method` as a header by mistake.
  public static ExistingBrowser.Answer login(URI functionsUrl, String name, String password) {
    return ExistingBrowser.crossOrigin(functionsUrl, ORIGIN)
        .get(
            "/loginMock",
            Map.of("method", "POST", "Authorization", ExistingBrowser.basic(name, password)));
  }

  String bearer() {
    return bearer;
  }

  String identity() {
    return identity;
  }

  /// @param amount a JSON number; 4.3.1 always sends 0
  /// @return the Payment's sid
  String startCapture(
      String callSid, BigDecimal amount, ExistingAgentPay.Settings settings, List<String> order) {
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("callSid", callSid);
    sign(body);
    body.put("ChargeAmount", amount);
    body.put("TokenType", settings.tokenType());
    body.put("Currency", settings.currency());
    body.put("PaymentConnector", settings.connector());
    body.put("SecurityCode", order.contains("security-code"));
    body.put("PostalCode", order.contains("postal-code"));
    return post("/startCapture", body);
  }

  /// @param captureType omitted if empty, because JSON has no `undefined`
  void updateCaptureType(String callSid, String paySid, String captureType) {
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("callSid", callSid);
    body.put("paySid", paySid);
    if (!captureType.isEmpty()) {
      body.put("captureType", captureType);
    }
    sign(body);
    post("/updateCaptureType", body);
  }

  /// @param status `complete` or `cancel`
  void changeSession(String callSid, String paySid, String status) {
    final Map<String, Object> body = new LinkedHashMap<>();
    body.put("callSid", callSid);
    body.put("paySid", paySid);
    body.put("Status", status);
    sign(body);
    post("/changeSession", body);
  }

  /// The request of a CTI that knows a call by its UUI. Returns the sid of the customer's leg.
  ///
  /// @throws ScriptFailure if the server finds no call
  public String uui2sid(String uui) {
    final ExistingBrowser.Answer answer =
        browser.get(
            "/uui2sid?uui=" + URLEncoder.encode(uui, StandardCharsets.UTF_8),
            Map.of("Authorization", "Bearer " + bearer));
    if (!answer.ok()) {
      throw new ScriptFailure(
          "no call for the UUI: %d %s".formatted(answer.status(), answer.text()));
    }
    return answer.json().path("data").path("pstnSid").asString("");
  }

  private void sign(Map<String, Object> body) {
    body.put("IdempotencyKey", identity + System.currentTimeMillis());
    body.put("StatusCallback", functionsUrl + "/paySyncUpdate");
  }

  private String post(String path, Map<String, ?> body) {
    final ExistingBrowser.Answer answer =
        browser.post(
            path,
            Map.of(
                "Accept", "application/json, text/plain, */*", "Authorization", "Bearer " + bearer),
            body);
    if (!answer.ok()) {
      throw new ExistingBrowser.NetworkError(
          "Request failed with status code %d: %s".formatted(answer.status(), answer.text()));
    }
    return parsed(answer.text());
  }

  /// Like the client's HTTP library: returns a JSON string's value, otherwise the text.
  private static String parsed(String text) {
    try {
      final JsonNode json = ExistingBrowser.JSON.readTree(text);
      return json.isString() ? json.asString() : text;
    } catch (JacksonException _) {
      return text;
    }
  }
}
