package dev.agentpay.simulator.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.twilio.exception.ApiException;
import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.SyncGrant;
import com.twilio.rest.sync.v1.Service;
import com.twilio.rest.sync.v1.service.Document;
import com.twilio.rest.sync.v1.service.SyncMap;
import com.twilio.rest.sync.v1.service.syncmap.SyncMapItem;
import dev.agentpay.simulator.EventReader;
import dev.agentpay.simulator.TestContactCentre;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.wire.JsonText;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tests the substitute for Twilio's Sync SDK, with tokens from twilio-java.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncApiTest {
  private static final String SERVICE = TestContactCentre.SYNC_SERVICE;
  private static final String KEY = SimulatorOptions.demo().apiKeySid();
  private static final String SECRET = "an-api-key-secret-of-32-characters";
  private final TestContactCentre centre =
      new TestContactCentre(options -> options.withApiKey(KEY, SECRET));

  @AfterAll
  void close() {
    centre.close();
  }

  @Test
  void a_page_receives_only_new_changes() {
    final String service = Service.creator().create(centre.twilio).getSid();
    SyncMap.creator(service).setUniqueName("payMap").create(centre.twilio);
    SyncMapItem.creator(service, "payMap", "past", Map.of()).create(centre.twilio);
    Document.creator(service).setUniqueName("doc").create(centre.twilio);
    try (EventReader page = page(service, token(service))) {
      SyncMapItem.creator(service, "payMap", "PK1", Map.of("Capture", "a")).create(centre.twilio);
      SyncMapItem.updater(service, "payMap", "PK1")
          .setData(Map.of("Result", "success"))
          .update(centre.twilio);
      Document.updater(service, "doc").setData(Map.of("b", 1)).update(centre.twilio);
      SyncMapItem.deleter(service, "payMap", "PK1").delete(centre.twilio);
      page.awaits("item-removed", data -> data.get("key").asString().equals("PK1"));
      assertThat(page.frames.stream().map(frame -> frame.event() + " " + frame.data()))
          .containsExactly(
              "item-added {\"map\":\"payMap\",\"key\":\"PK1\",\"data\":{\"Capture\":\"a\"}}",
              "item-updated {\"map\":\"payMap\",\"key\":\"PK1\",\"data\":{\"Result\":\"success\"}}",
              "document-updated {\"uniqueName\":\"doc\",\"data\":{\"b\":1}}",
              "item-removed {\"map\":\"payMap\",\"key\":\"PK1\",\"data\":{\"Result\":\"success\"}}");
    }
  }

  @Test
  void a_page_receives_only_changes_of_its_service() {
    final String other = Service.creator().create(centre.twilio).getSid();
    SyncMap.creator(SERVICE).setUniqueName("twice").create(centre.twilio);
    SyncMap.creator(other).setUniqueName("twice").create(centre.twilio);
    try (EventReader mine = page(SERVICE, token(SERVICE));
        EventReader theirs = page(other, token(other))) {
      SyncMapItem.creator(SERVICE, "twice", "mine", Map.of()).create(centre.twilio);
      SyncMapItem.creator(other, "twice", "theirs", Map.of()).create(centre.twilio);
      SyncMapItem.creator(SERVICE, "twice", "last", Map.of()).create(centre.twilio);
      mine.awaits("item-added", data -> data.get("key").asString().equals("last"));
      theirs.awaits("item-added", data -> data.get("key").asString().equals("theirs"));
      assertThat(mine.frames.toString()).doesNotContain("theirs");
      assertThat(theirs.frames.toString()).doesNotContain("mine");
    }
    assertThat(status("GET", other, "/events", token(SERVICE), "")).isEqualTo(403);
    assertThat(status("DELETE", other, "/maps/twice/items/theirs", token(SERVICE), ""))
        .isEqualTo(403);
    assertThat(SyncMapItem.fetcher(other, "twice", "theirs").fetch(centre.twilio)).isNotNull();
  }

  @Test
  void a_page_removes_an_item() {
    SyncMap.creator(SERVICE).setUniqueName("cancelMap").create(centre.twilio);
    item("cancelMap", "a b", Map.of());
    try (EventReader page = page(SERVICE, token(SERVICE))) {
      final String path = "/maps/cancelMap/items/a%20b";
      assertThat(status("DELETE", SERVICE, path, token(SERVICE), "")).isEqualTo(204);
      page.awaits("item-removed", data -> data.get("key").asString().equals("a b"));
      final HttpResponse<String> second = send("DELETE", SERVICE, path, token(SERVICE), "");
      assertThat(second.statusCode()).isEqualTo(404);
      assertThat(second.body()).contains("sync-54201");
    }
  }

  @Test
  void a_page_receives_updates_of_a_document_it_opened() {
    final String body = "{\"uniqueName\":\"uuid-1\",\"data\":{\"paymentAmount\":\"9.99\"}}";
    final HttpResponse<String> created = send("POST", SERVICE, "/documents", token(SERVICE), body);
    assertThat(created.statusCode()).isEqualTo(201);
    final HttpResponse<String> second =
        send("POST", SERVICE, "/documents", token(SERVICE), "{\"uniqueName\":\"uuid-1\"}");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(created.body()).contains("9.99");
    final Document document = Document.fetcher(SERVICE, "uuid-1").fetch(centre.twilio);
    assertThat(document.getCreatedBy()).isEqualTo("alice");
    for (String bad :
        new String[] {
          "{\"uniqueName\":\"\"}",
          "{\"data\":{}}",
          "{\"uniqueName\":\"x\",\"data\":1}",
          "{\"uniqueName\":\"" + "x".repeat(257) + "\"}"
        }) {
      assertThat(status("POST", SERVICE, "/documents", token(SERVICE), bad)).isEqualTo(400);
    }
  }

  @Test
  void reports_when_the_last_page_of_an_identity_is_gone() {
    final String service =
        Service.creator()
            .setWebhookUrl(URI.create(centre.url("/ended")))
            .setReachabilityWebhooksEnabled(true)
            .setReachabilityDebouncingEnabled(true)
            .setReachabilityDebouncingWindow(1_000)
            .create(centre.twilio)
            .getSid();
    final EventReader first = page(service, token(service));
    try (EventReader second = page(service, token(service))) {
      assertThat(second.status()).isEqualTo(200);
      await().until(() -> presence().equals(List.of("endpoint_connected", "endpoint_connected")));
      first.close();
    }
    await().atMost(30, SECONDS).until(() -> presence().contains("endpoint_disconnected"));
    assertThat(presence())
        .containsExactly("endpoint_connected", "endpoint_connected", "endpoint_disconnected");
    assertThat(centre.at("/ended"))
        .allMatch(TestContactCentre.Received::signed)
        .allMatch(webhook -> webhook.get("Identity").equals("alice"))
        .allMatch(webhook -> webhook.get("ServiceSid").equals(service));
  }

  private List<String> presence() {
    return centre.at("/ended").stream().map(webhook -> webhook.get("EventType")).toList();
  }

  @Test
  void refuses_a_debouncing_window_out_of_bounds() {
    for (int window : new int[] {999, 30_001}) {
      assertThatThrownBy(
              () ->
                  Service.updater(SERVICE)
                      .setReachabilityDebouncingWindow(window)
                      .update(centre.twilio))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.getStatusCode()).isEqualTo(400));
    }
  }

  @Test
  void a_subscription_survives_a_reset() {
    try (TestContactCentre own = new TestContactCentre(options -> options.withApiKey(KEY, SECRET));
        EventReader page = page(own, SERVICE, token(SERVICE))) {
      own.controlRaw("POST", "/simulator/reset", "");
      SyncMap.creator(SERVICE).setUniqueName("m").create(own.twilio);
      SyncMapItem.creator(SERVICE, "m", "k", Map.of()).create(own.twilio);
      page.awaits("item-added", data -> data.get("key").asString().equals("k"));
    }
  }

  @Test
  void a_subscription_ends_when_its_token_expires() {
    final Map<String, Object> claims = claims();
    claims.put("exp", Instant.now().getEpochSecond() + 2);
    try (EventReader page = page(SERVICE, signed(header(), claims, SECRET))) {
      assertThat(page.status()).isEqualTo(200);
      page.awaits("token-expired", _ -> true);
      await().atMost(30, SECONDS).until(page::ended);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iss | \"SK00\" | 401 | 20103",
        "sub | \"AC00\" | 401 | 20103",
        "exp | 1000 | 401 | 20104",
        "exp | null | 401 | 20104",
        "exp | 99999999999 | 401 | 20157",
        "nbf | 99999990000 | 401 | 20105",
        "grants | {} | 401 | 20106",
        "grants | {\"identity\":\"alice\"} | 403 | 20106",
      })
  void refuses_a_token_with_wrong_claims(String claim, String json, int status, int code) {
    final Map<String, Object> claims = claims();
    claims.put(claim, JsonMapper.builder().build().readValue(json, Object.class));
    if (claim.equals("nbf")) {
      claims.put("exp", 99_999_995_000L);
    }
    refused(signed(header(), claims, SECRET), status, code);
  }

  @Test
  void refuses_a_malformed_or_unsigned_token() {
    final String good = token(SERVICE);
    refused("", 401, 20101);
    refused("a.b", 401, 20101);
    refused("a.b.c", 401, 20101);
    refused(signed(header(), claims(), "another-secret-of-32-characters-at-all"), 401, 20107);
    refused(good.substring(0, good.lastIndexOf('.') + 1), 401, 20107);
    refused(signed(Map.of("alg", "none", "cty", "twilio-fpa;v=1"), claims(), SECRET), 401, 20102);
    refused(signed(Map.of("alg", "HS256"), claims(), SECRET), 401, 20102);
    assertThat(status("GET", SERVICE, "/events", good + "x", "")).isEqualTo(401);
    assertThat(status("GET", "IS" + "0".repeat(32), "/events", token("IS" + "0".repeat(32)), ""))
        .isEqualTo(404);
  }

  @Test
  void refuses_access_to_a_service_with_acls() {
    final String closed = Service.creator().setAclEnabled(true).create(centre.twilio).getSid();
    final HttpResponse<String> answer = send("GET", closed, "/events", token(closed), "");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("sync-54007");
  }

  @Test
  void a_local_page_may_send_its_token() throws Exception {
    final HttpRequest request =
        HttpRequest.newBuilder(address(centre, SERVICE, "/maps/m/items/k"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", "http://localhost:8080")
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      final HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
          .contains("DELETE");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
          .contains("Authorization");
    }
  }

  private void item(String map, String key, Map<String, Object> data) {
    SyncMapItem.creator(SERVICE, map, key, data).create(centre.twilio);
  }

  private String token(String service) {
    return new AccessToken.Builder(
            centre.simulator.accountSid(), KEY, SECRET.getBytes(StandardCharsets.UTF_8))
        .identity("alice")
        .grant(new SyncGrant().setServiceSid(service))
        .build()
        .toJwt();
  }

  private EventReader page(String service, String token) {
    return page(centre, service, token);
  }

  private static EventReader page(TestContactCentre centre, String service, String token) {
    return new EventReader(address(centre, service, "/events"), "Authorization", "Bearer " + token);
  }

  private static URI address(TestContactCentre centre, String service, String path) {
    return centre.simulator.baseUri().resolve("/simulator/sync/" + service + path);
  }

  private void refused(String token, int status, int code) {
    final HttpResponse<String> answer = send("GET", SERVICE, "/events", token, "");
    JsonNode problem = JsonMapper.builder().build().readTree(answer.body());
    assertThat(problem.get("type").asString()).endsWith(":access-token-" + code);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  private int status(String method, String service, String path, String token, String body) {
    return send(method, service, path, token, body).statusCode();
  }

  private HttpResponse<String> send(
      String method, String service, String path, String token, String body) {
    final HttpRequest request =
        HttpRequest.newBuilder(address(centre, service, path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token)
            .build();
    final HttpClient http = HttpClient.newHttpClient();
    try {
      // A connection that is opened by mistake would never end.
      return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).get(30, SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      http.shutdownNow();
    }
  }

  private Map<String, Object> claims() {
    final Map<String, Object> claims = new LinkedHashMap<>();
    long now = Instant.now().getEpochSecond();
    claims.put("jti", KEY + "-" + now);
    claims.put("iss", KEY);
    claims.put("sub", centre.simulator.accountSid());
    claims.put("exp", now + 3_600);
    claims.put("grants", Map.of("identity", "alice", "data_sync", Map.of("service_sid", SERVICE)));
    return claims;
  }

  private static Map<String, Object> header() {
    return Map.of("alg", "HS256", "typ", "JWT", "cty", "twilio-fpa;v=1");
  }

  private static String signed(
      Map<String, Object> header, Map<String, Object> claims, String secret) {
    final String text = encoded(JsonText.write(header)) + "." + encoded(JsonText.write(claims));
    try {
      final Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      final byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
