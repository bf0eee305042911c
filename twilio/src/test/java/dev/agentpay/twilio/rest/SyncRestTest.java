package dev.agentpay.twilio.rest;

import static dev.agentpay.twilio.sync.LoopbackSync.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.sync.v1.service.SyncMap;
import dev.agentpay.twilio.Options;
import dev.agentpay.twilio.sync.LoopbackSync;
import dev.agentpay.twilio.sync.SyncAnswer;
import dev.agentpay.twilio.sync.SyncRest;
import dev.agentpay.twilio.sync.SyncTarget;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyncRestTest {
  private static final Map<String, String> DATA = Map.of("Capture", "a&b", "Required", "");
  private static final SyncTarget.MapItem ITEM = new SyncTarget.MapItem(SERVICE, "payMap", "PK1");

  private static final URI WEBHOOK = URI.create("https://pay.example.com/presence");

  private LoopbackSync sync;
  private TwilioConnection connection;
  private SyncRest rest;

  @BeforeEach
  void open() throws IOException {
    sync = new LoopbackSync();
    connection = TwilioConnection.open(Options.at(sync.uri()));
    rest = connection.sync();
  }

  @AfterEach
  void close() {
    connection.close();
    sync.close();
  }

  @Test
  void updates_an_existing_item() throws IOException {
    sync.maps.put("payMap", new HashMap<>(Map.of("PK1", "{}")));

    assertThat(rest.write(ITEM, DATA)).isEqualTo(new SyncAnswer.Written("PK1"));
    assertThat(sync.requests()).containsExactly("POST /Maps/payMap/Items/PK1");
    assertThat(json(sync.maps.get("payMap").get("PK1"))).isEqualTo(DATA);
    assertThat(sync.received.first("Ttl")).isEmpty();
  }

  @Test
  void creates_a_missing_item_for_twelve_hours() throws IOException {
    sync.maps.put("payMap", new HashMap<>());

    assertThat(rest.write(ITEM, DATA)).isEqualTo(new SyncAnswer.Written("PK1"));
    assertThat(sync.requests())
        .containsExactly("POST /Maps/payMap/Items/PK1", "POST /Maps/payMap/Items");
    assertThat(sync.received.first("Ttl")).contains("43200");
    assertThat(json(sync.maps.get("payMap").get("PK1"))).isEqualTo(DATA);
  }

  @Test
  void adds_an_item_anew_even_if_it_exists() throws IOException {
    sync.maps.put("payMap", new HashMap<>(Map.of("PK1", "{}")));

    assertThat(rest.add(ITEM, DATA)).isEqualTo(new SyncAnswer.Written("PK1"));
    assertThat(sync.requests())
        .containsExactly("DELETE /Maps/payMap/Items/PK1", "POST /Maps/payMap/Items");
    assertThat(sync.received.first("Ttl")).contains("43200");
    assertThat(json(sync.maps.get("payMap").get("PK1"))).isEqualTo(DATA);
  }

  @Test
  void adds_an_item_to_a_missing_map() throws IOException {
    assertThat(rest.add(ITEM, DATA)).isEqualTo(new SyncAnswer.Written("PK1"));
    assertThat(json(sync.maps.get("payMap").get("PK1"))).isEqualTo(DATA);
  }

  @Test
  void removes_an_item_only_if_it_has_this_value() {
    sync.maps.put("payMap", new HashMap<>(Map.of("PK1", "{\"Capture\":\"other\"}")));
    assertThat(rest.remove(ITEM, DATA)).isInstanceOf(SyncAnswer.Written.class);
    assertThat(sync.maps.get("payMap")).containsKey("PK1");
    rest.add(ITEM, DATA);
    assertThat(rest.remove(ITEM, DATA)).isInstanceOf(SyncAnswer.Written.class);
    assertThat(sync.maps.get("payMap")).isEmpty();
    assertThat(rest.remove(ITEM, DATA))
        .as("nothing is left to remove")
        .isInstanceOf(SyncAnswer.Written.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://old.example.com/presence"})
  void reports_presence_to_our_webhook(String before) {
    sync.webhook = before;

    assertThat(rest.reportPresence(SERVICE, WEBHOOK, Duration.ofSeconds(20)))
        .isEqualTo(new SyncAnswer.Written(SERVICE));
    assertThat(sync.webhook).isEqualTo(WEBHOOK.toString());
    assertThat(sync.received.first("ReachabilityWebhooksEnabled")).contains("true");
    assertThat(sync.received.first("ReachabilityDebouncingEnabled")).contains("true");
    assertThat(sync.received.first("ReachabilityDebouncingWindow")).contains("20000");
  }

  @Test
  void keeps_the_webhook_of_somebody_else() {
    sync.webhook = "https://crm.example.com/sync";

    assertThat(rest.reportPresence(SERVICE, WEBHOOK, Duration.ofSeconds(20)))
        .isInstanceOf(SyncAnswer.Refused.class);
    assertThat(sync.webhook).isEqualTo("https://crm.example.com/sync");
  }

  @Test
  void creates_a_missing_map() throws IOException {
    assertThat(rest.write(ITEM, DATA)).isEqualTo(new SyncAnswer.Written("PK1"));
    assertThat(sync.requests())
        .containsExactly(
            "POST /Maps/payMap/Items/PK1",
            "POST /Maps/payMap/Items",
            "POST /Maps",
            "POST /Maps/payMap/Items");
    assertThat(json(sync.maps.get("payMap").get("PK1"))).isEqualTo(DATA);
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 400})
  void updates_an_item_that_another_node_created(int conflict) throws IOException {
    sync.conflict = conflict;
    sync.maps.put("payMap", new HashMap<>());
    sync.nowSees(() -> {});
    sync.nowSees(() -> sync.maps.get("payMap").put("PK1", "{}"));

    assertThat(rest.write(ITEM, DATA)).isEqualTo(new SyncAnswer.Written("PK1"));
    assertThat(sync.requests()).last().isEqualTo("POST /Maps/payMap/Items/PK1");
    assertThat(json(sync.maps.get("payMap").get("PK1"))).isEqualTo(DATA);
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 400})
  void uses_a_map_that_another_node_created(int conflict) throws IOException {
    sync.conflict = conflict;
    sync.nowSees(() -> {});
    sync.nowSees(() -> {});
    sync.nowSees(() -> sync.maps.put("payMap", new HashMap<>()));

    assertThat(rest.write(ITEM, DATA)).isEqualTo(new SyncAnswer.Written("PK1"));
    assertThat(json(sync.maps.get("payMap").get("PK1"))).isEqualTo(DATA);
  }

  @Test
  void retries_an_item_created_and_removed_meanwhile() {
    sync.maps.put("payMap", new HashMap<>());
    sync.nowSees(() -> {});
    sync.nowSees(() -> sync.maps.get("payMap").put("PK1", "{}"));
    sync.nowSees(() -> sync.maps.get("payMap").clear());

    assertThat(rest.write(ITEM, DATA)).isInstanceOf(SyncAnswer.Retry.class);
  }

  @Test
  void updates_or_creates_a_document() throws IOException {
    final SyncTarget document = new SyncTarget.Document(SERVICE, "7f3e9d1c");

    assertThat(rest.write(document, DATA)).isEqualTo(new SyncAnswer.Written(LoopbackSync.DOCUMENT));
    assertThat(sync.received.first("Ttl")).contains("43200");
    assertThat(rest.write(document, Map.of("a", "b"))).isInstanceOf(SyncAnswer.Written.class);
    assertThat(sync.requests())
        .containsExactly("POST /Documents/7f3e9d1c", "POST /Documents", "POST /Documents/7f3e9d1c");
    assertThat(json(sync.documents.get("7f3e9d1c"))).isEqualTo(Map.of("a", "b"));

    final SyncTarget another = new SyncTarget.Document(SERVICE, "8");
    sync.nowSees(() -> {});
    sync.nowSees(() -> sync.documents.put("8", "{}"));
    assertThat(rest.write(another, DATA)).isInstanceOf(SyncAnswer.Written.class);
    assertThat(json(sync.documents.get("8"))).isEqualTo(DATA);
  }

  @Test
  void does_not_create_a_document_by_sid() {
    assertThat(rest.write(new SyncTarget.Document(SERVICE, LoopbackSync.DOCUMENT), DATA))
        .isEqualTo(new SyncAnswer.Refused("HTTP 404, Twilio's code 54100"));
    assertThat(sync.requests()).hasSize(1);
  }

  @Test
  void creates_nothing_in_a_missing_service() {
    sync.services.clear();

    assertThat(rest.write(ITEM, DATA))
        .isEqualTo(new SyncAnswer.Refused("HTTP 404, Twilio's code 54050"));
    assertThat(sync.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"c1-77", "a b", "a/b", "ä", "100%", "a?b=c&d#e", "sip:ada@x", "..a", "+1"})
  void accepts_any_text_as_key(String key) {
    final SyncTarget item = new SyncTarget.MapItem(SERVICE, "uui map", key);

    assertThat(rest.write(item, DATA)).isInstanceOf(SyncAnswer.Written.class);
    assertThat(rest.write(item, DATA)).isInstanceOf(SyncAnswer.Written.class);
    assertThat(sync.maps.get("uui map")).containsOnlyKeys(key);
    assertThat(sync.requests()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", ".."})
  void refuses_a_key_that_changes_the_path(String key) {
    assertThatThrownBy(() -> new SyncTarget.MapItem(SERVICE, "payMap", key))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SyncTarget.Document(SERVICE, key))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SyncTarget.Document("IS1", "a"))
        .hasMessage("a Sync service's sid must be IS and 32 hex digits");
    assertThatThrownBy(() -> new SyncTarget.Document(SERVICE, "a".repeat(321)))
        .hasMessage("name must have 1 to 320 characters");
  }

  @Test
  void does_not_send_an_oversized_value() {
    assertThat(rest.write(ITEM, Map.of("a", "ä".repeat(8188))))
        .isInstanceOf(SyncAnswer.Written.class);
    final int sent = sync.requests().size();

    assertThat(rest.write(ITEM, Map.of("a", "ä".repeat(8189))))
        .isEqualTo(new SyncAnswer.Refused("Sync accepts at most 16384 bytes; got 16386"));
    assertThat(sync.requests()).hasSize(sent);
  }

  @Test
  void retries_later_after_a_429() {
    sync.nowAnswers(429, "{\"code\":54009,\"message\":\"rate\"}", Map.of("Retry-After", "3"));

    assertThat(rest.write(ITEM, DATA))
        .isEqualTo(
            new SyncAnswer.Retry(Optional.of(Duration.ofSeconds(3)), "too many requests to Sync"));
    assertThat(sync.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"500", "502", "503", "302"})
  void retries_temporary_failures(int status) {
    sync.nowAnswers(status, "", Map.of());

    assertThat(rest.write(ITEM, DATA)).isInstanceOf(SyncAnswer.Retry.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "null", "[]"})
  void retries_after_an_unreadable_answer(String body) {
    sync.nowAnswers(200, body, Map.of());

    assertThat(rest.write(ITEM, DATA)).isInstanceOf(SyncAnswer.Retry.class);
  }

  @Test
  void retries_after_a_refused_connection() {
    sync.close();

    assertThat(rest.write(ITEM, DATA)).isInstanceOf(SyncAnswer.Retry.class);
    assertThat(rest.service("pay")).isInstanceOf(SyncAnswer.Retry.class);
  }

  @ParameterizedTest
  @CsvSource({"401, 20003", "403, 54007", "400, 54008", "413, 54006", "412, 54205"})
  void a_refusal_does_not_quote_the_value(int status, int code) {
    sync.nowAnswers(status, "{\"code\":%d,\"message\":\"secret value\"}".formatted(code), Map.of());

    assertThat(rest.write(ITEM, DATA))
        .isEqualTo(new SyncAnswer.Refused("HTTP %d, Twilio's code %d".formatted(status, code)));
    assertThat(sync.requests()).hasSize(1);
  }

  @Test
  void finds_or_creates_a_service_by_name() {
    assertThat(rest.service("pay")).isEqualTo(new SyncAnswer.Written(SERVICE));
    final SyncAnswer made = rest.service("another");

    assertThat(made).isInstanceOf(SyncAnswer.Written.class).isNotEqualTo(rest.service("pay"));
    assertThat(rest.service("another")).isEqualTo(made);
    assertThat(sync.services).hasSize(2);
  }

  @Test
  void finds_a_service_on_a_later_page() {
    sync.nowAnswers(
        200,
        LoopbackSync.services(
            "{\"sid\":\"IS0\",\"friendly_name\":\"x\"}",
            "\"https://sync.twilio.com/v1/Services?PageSize=100&Page=1&PageToken=t\""),
        Map.of());
    final SyncAnswer found = rest.service("pay");

    assertThat(sync.requests()).containsExactly("GET /v1/Services", "GET /v1/Services");
    assertThat(found).isEqualTo(new SyncAnswer.Written(SERVICE));
  }

  @Test
  void finds_or_creates_a_map_by_name() {
    assertThat(rest.map(SERVICE, "uuiMap")).isEqualTo(new SyncAnswer.Written(LoopbackSync.MAP));
    assertThat(rest.map(SERVICE, "uuiMap")).isEqualTo(new SyncAnswer.Written(LoopbackSync.MAP));
    assertThat(sync.requests())
        .containsExactly("GET /Maps/uuiMap", "POST /Maps", "GET /Maps/uuiMap");

    sync.nowSees(() -> {});
    sync.nowSees(() -> sync.maps.put("late", new HashMap<>()));
    assertThat(rest.map(SERVICE, "late")).isEqualTo(new SyncAnswer.Written(LoopbackSync.MAP));
  }

  @Test
  void each_api_has_its_own_host_by_default() {
    assertThat(targets(Optional.empty(), Optional.of("ie1"), Optional.of("dublin")))
        .containsExactly(
            "https://sync.dublin.ie1.twilio.com/v1/Services/IS1/Maps/m",
            "https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/AC1/Calls/CA1.json");
    assertThat(targets(Optional.empty(), Optional.empty(), Optional.empty()))
        .containsExactly(
            "https://sync.twilio.com/v1/Services/IS1/Maps/m",
            "https://api.twilio.com/2010-04-01/Accounts/AC1/Calls/CA1.json");
    assertThat(
            targets(
                Optional.of(URI.create("http://localhost:1")), Optional.empty(), Optional.empty()))
        .containsExactly(
            "http://localhost:1/v1/Services/IS1/Maps/m",
            "http://localhost:1/2010-04-01/Accounts/AC1/Calls/CA1.json");
  }

  /// Returns the URLs of a Sync request and of a request about a call.
  private static List<String> targets(
      Optional<URI> base, Optional<String> region, Optional<String> edge) {
    final List<String> targets = new ArrayList<>();
    try (JdkHttpClient http =
        new JdkHttpClient(base, Duration.ofSeconds(1), Duration.ofSeconds(1), new Credentials())) {
      final TwilioRestClient.Builder client =
          new TwilioRestClient.Builder("SK1", "secret")
              .accountSid("AC1")
              .httpClient(
                  new HttpClient() {
                    @Override
                    public Response makeRequest(Request request) {
                      targets.add(http.target(request).toString());
                      return new Response("{}", 200);
                    }
                  });
      region.ifPresent(client::region);
      edge.ifPresent(client::edge);
      SyncMap.fetcher("IS1", "m").fetch(client.build());
      Call.fetcher("CA1").fetch(client.build());
    }
    return targets;
  }

  private static Map<?, ?> json(String text) throws IOException {
    return new ObjectMapper().readValue(text, Map.class);
  }
}
