package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.Switches;
import dev.agentpay.simulator.sync.SyncRate;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.RestRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests expiry, limits, switches and faults of Sync on virtual time.
class SyncWorldTest {
  private static final String SERVICE = TestContactCentre.SYNC_SERVICE;
  private static final String ITEMS = "/Maps/m/Items";

  private final VirtualWorld world =
      new VirtualWorld(
          options ->
              options.withSyncService(SERVICE, "a").withNumber("+1", "http://a/v", "http://a"));

  @Test
  void an_update_prolongs_an_items_expiry() {
    map();
    post(ITEMS, Map.of("Key", "k", "Data", "{}", "Ttl", "60"));
    world.pass(59);
    assertThat(status("GET", ITEMS + "/k")).isEqualTo(200);
    post(ITEMS + "/k", Map.of("ItemTtl", "60", "Ttl", "1"));
    world.pass(59);
    assertThat(status("GET", ITEMS + "/k")).isEqualTo(200);
    post(ITEMS + "/k", Map.of("Data", "{}"));
    world.pass(2);
    assertThat(status("GET", ITEMS + "/k")).isEqualTo(404);
  }

  @Test
  void removed_expiries_have_no_effect() {
    map();
    post(ITEMS, Map.of("Key", "k", "Data", "{}", "Ttl", "60"));
    post(ITEMS + "/k", Map.of("Ttl", "0"));
    post(ITEMS, Map.of("Key", "again", "Data", "{}", "Ttl", "60"));
    assertThat(status("DELETE", ITEMS + "/again")).isEqualTo(204);
    post(ITEMS, Map.of("Key", "again", "Data", "{}"));
    world.pass(100);
    assertThat(status("GET", ITEMS + "/k")).isEqualTo(200);
    assertThat(status("GET", ITEMS + "/again")).isEqualTo(200);
  }

  @Test
  void a_map_expires_with_its_items() {
    map();
    post(ITEMS, Map.of("Key", "k", "Data", "{}", "CollectionTtl", "60", "Ttl", "300"));
    world.pass(61);
    assertThat(status("GET", "/Maps/m")).isEqualTo(404);
    world.pass(300);
    map();
    assertThat(status("GET", ITEMS + "/k")).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | 54206",
        "[1] | 54206",
        "'1' | 54206",
        "{ | 54008",
        "'' | 54008",
      })
  void data_must_be_a_json_object(String data, int code) {
    map();
    assertThat(code(post(ITEMS, Map.of("Key", "k", "Data", data)))).isEqualTo(code);
    assertThat(code(post("/Documents", Map.of("Data", data))))
        .isEqualTo(code == 54206 ? 54101 : code);
    assertThat(status("GET", ITEMS + "/k")).isEqualTo(404);
  }

  @Test
  void refuses_requests_without_parameters_or_data() {
    map();
    assertThat(code(post(ITEMS, Map.of("Key", "k")))).isEqualTo(54206);
    post(ITEMS, Map.of("Key", "k", "Data", "{}"));
    assertThat(code(post(ITEMS + "/k", Map.of()))).isEqualTo(54010);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /Lists",
    "GET, /Maps/m/Permissions",
    "GET, /Maps/m/Items/k/more",
    "GET, /Documents/d/Items",
  })
  void unsimulated_resources_get_404(String method, String path) {
    map();
    assertThat(status(method, path)).isEqualTo(404);
  }

  @Test
  void item_keys_may_have_any_characters() {
    map();
    for (String key : new String[] {"a b", "a/b", "a+b", "ü%"}) {
      post(ITEMS, Map.of("Key", key, "Data", "{}"));
      final String encoded = Form.encode(Map.of("k", key)).substring(2).replace("+", "%20");
      final RestAnswer.Json item = rest("GET", ITEMS + "/" + encoded, Map.of(), Optional.empty());
      assertThat(item.body().get("key")).isEqualTo(key);
      assertThat(String.valueOf(item.body().get("url"))).endsWith("/Items/" + encoded);
    }
  }

  @Test
  void an_answer_has_its_revision_as_etag() {
    map();
    assertThat(post(ITEMS, Map.of("Key", "k", "Data", "{}")).etag()).isEqualTo("0");
    assertThat(post(ITEMS + "/k", Map.of("Data", "{}")).etag()).isEqualTo("1");
    final RestAnswer.Json quoted =
        rest("POST", ITEMS + "/k", Map.of("Data", "{}"), Optional.of("\"1\""));
    assertThat(quoted.status()).isEqualTo(200);
  }

  @Test
  void syncErrorStatus_is_by_kind_or_400() {
    use(Map.of("syncErrorStatus", "BAD_REQUEST"));
    map();
    assertThat(status("GET", ITEMS + "/k")).isEqualTo(400);
    post(ITEMS, Map.of("Key", "k", "Data", "{}"));
    assertThat(post(ITEMS, Map.of("Key", "k", "Data", "{}")).status()).isEqualTo(400);
    use(Map.of());
    assertThat(post(ITEMS, Map.of("Key", "k", "Data", "{}")).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({
    "BY_KIND, 54200, 54200, 54201",
    "UNIQUE_NAME, 54300, 54200, 54201",
    "GENERAL, 20404, 20404, 20404",
  })
  void syncNotFound(String way, int byName, int bySid, int item) {
    use(Map.of("syncNotFound", way));
    map();
    assertThat(code(get("/Maps/none"))).isEqualTo(byName);
    assertThat(code(get("/Maps/MP" + "0".repeat(32)))).isEqualTo(bySid);
    assertThat(code(get(ITEMS + "/k"))).isEqualTo(item);
    assertThat(get("/Maps/none").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"BY_KIND, 54205", "GENERAL, 20412"})
  void syncMismatch(String way, int code) {
    use(Map.of("syncMismatch", way));
    map();
    post(ITEMS, Map.of("Key", "k", "Data", "{}"));
    final RestAnswer.Json answer =
        rest("POST", ITEMS + "/k", Map.of("Data", "{}"), Optional.of("7"));
    assertThat(code(answer)).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(412);
  }

  @Test
  void syncLongestKey_is_320_or_256() {
    use(Map.of("syncLongestKey", 256));
    map();
    assertThat(code(post(ITEMS, Map.of("Key", "k".repeat(257), "Data", "{}")))).isEqualTo(54209);
    use(Map.of());
    assertThat(post(ITEMS, Map.of("Key", "k".repeat(257), "Data", "{}")).status()).isEqualTo(201);
  }

  @Test
  void syncRateLimit_lets_a_burst_through_and_then_twenty_a_second_to_one_map() {
    use(Map.of("syncRateLimit", true));
    map();
    post("/Maps", Map.of("UniqueName", "other"));
    post(ITEMS, Map.of("Key", "k", "Data", "{}"));
    int accepted = 1;
    while (post(ITEMS + "/k", Map.of("Data", "{}")).status() == 200) {
      accepted++;
    }
    assertThat(accepted).isEqualTo(SyncRate.BURST);
    assertThat(code(post(ITEMS, Map.of("Key", "j", "Data", "{}")))).isEqualTo(54009);
    assertThat(post("/Maps/other/Items", Map.of("Key", "j", "Data", "{}")).status()).isEqualTo(201);
    assertThat(status("GET", ITEMS + "/k")).isEqualTo(200);
    world.pass(1);
    for (int i = 0; i < SyncRate.WRITES_A_SECOND; i++) {
      assertThat(post(ITEMS + "/k", Map.of("Data", "{}")).status()).isEqualTo(200);
    }
    assertThat(post(ITEMS + "/k", Map.of("Data", "{}")).status()).isEqualTo(429);
    use(Map.of());
    assertThat(post(ITEMS + "/k", Map.of("Data", "{}")).status()).isEqualTo(200);
  }

  @Test
  void sync_faults_affect_only_sync() {
    map();
    faults(Map.of("tooManyRequestsNext", 1, "serverErrorNext", 1));
    assertThat(world.now(world.rest("GET", "/Calls.json", Map.of())).status()).isEqualTo(200);
    assertThat(post(ITEMS, Map.of("Key", "k", "Data", "{}")).status()).isEqualTo(429);
    assertThat(post(ITEMS, Map.of("Key", "k", "Data", "{}")).status()).isEqualTo(503);
    assertThat(status("GET", ITEMS + "/k")).as("the failed requests had no effect").isEqualTo(404);
    assertThat(world.twilio.faults().sync()).isEqualTo(Faults.Sync.NONE);
  }

  @Test
  void a_lost_answer_has_an_effect_unlike_a_lost_request() {
    map();
    faults(Map.of("unreachableNext", 1, "loseNext", 1));
    for (String key : new String[] {"unreachable", "lost"}) {
      assertThat(send("POST", ITEMS, Map.of("Key", key, "Data", "{}"), Optional.empty()).join())
          .isInstanceOf(RestAnswer.Lost.class);
    }
    assertThat(status("GET", ITEMS + "/unreachable")).isEqualTo(404);
    assertThat(status("GET", ITEMS + "/lost")).isEqualTo(200);
  }

  @Test
  void sync_answers_can_be_delayed() {
    map();
    faults(Map.of("delayMillis", 500));
    final CompletableFuture<RestAnswer> answer = send("GET", "/Maps/m", Map.of(), Optional.empty());
    world.pass(0.4);
    assertThat(answer).isNotDone();
    world.pass(0.1);
    assertThat(world.now(answer).status()).isEqualTo(200);
  }

  @Test
  void sync_fault_rates_replay_by_seed() {
    map();
    final Map<String, Object> faults =
        Map.of(
            "seed",
            5,
            "sync",
            Map.of(
                "tooManyRequests", 0.2, "serverError", 0.2, "unreachable", 0.2, "lostAnswer", 0.2));
    world.twilio.use(Faults.of(faults));
    final String once = hundredRequests();
    world.twilio.use(Faults.of(faults));
    assertThat(hundredRequests()).isEqualTo(once);
    assertThat(once).contains("200").contains("429").contains("503").contains("Lost");
  }

  private String hundredRequests() {
    final StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      seen.append(
          switch (send("GET", "/Maps/m", Map.of(), Optional.empty()).join()) {
            case RestAnswer.Json json -> json.status() + " ";
            case RestAnswer.Lost _ -> "Lost ";
          });
    }
    return seen.toString();
  }

  private void map() {
    assertThat(post("/Maps", Map.of("UniqueName", "m")).status()).isEqualTo(201);
  }

  private void use(Map<String, ?> switches) {
    world.twilio.use(Switches.defaults().with(switches));
  }

  private void faults(Map<String, ?> sync) {
    world.twilio.use(Faults.of(Map.of("sync", sync)));
  }

  private RestAnswer.Json get(String path) {
    return rest("GET", path, Map.of(), Optional.empty());
  }

  private RestAnswer.Json post(String path, Map<String, String> form) {
    return rest("POST", path, form, Optional.empty());
  }

  private int status(String method, String path) {
    return rest(method, path, Map.of(), Optional.empty()).status();
  }

  private int code(RestAnswer.Json answer) {
    return world.code(answer);
  }

  private RestAnswer.Json rest(
      String method, String path, Map<String, String> form, Optional<String> ifMatch) {
    return world.now(send(method, path, form, ifMatch));
  }

  private CompletableFuture<RestAnswer> send(
      String method, String path, Map<String, String> form, Optional<String> ifMatch) {
    final String credentials = world.options.apiKeySid() + ":" + world.options.apiKeySecret();
    final String basic =
        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return world.twilio.rest(
        new RestRequest(
            method,
            "/v1/Services/" + SERVICE + path,
            "",
            Form.encode(form),
            Optional.of(basic),
            ifMatch));
  }
}
