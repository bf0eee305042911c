package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.actors.Customer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `@agentpay/client` reports to Twilio Segment from a page, with Segment's own library.
class SegmentTest extends DeskTestBase {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String WRITE_KEY = "a-write-key";

  private static final String TAKE_AND_CANCEL =
      """
      async ({ server, call, bearer, writeKey, segmentURL }) => {
        const { PayClient } = await import('/agentpay-client/index.js');
        const payClient = new PayClient({ functionsURL: server, identity: 'alice', bearer, writeKey, segmentURL });
        window.payClient = payClient;
        window.seen = [];
        payClient.on('capturingSecurityCode', () => seen.push('capturingSecurityCode'));
        await payClient.attachPay(call);
        await payClient.startCapture('5.00');
      }
      """;

  private final List<JsonNode> actions = new CopyOnWriteArrayList<>();
  private final Set<String> paths = ConcurrentHashMap.newKeySet();

  @Test
  void segment_learns_what_the_agent_does_and_nothing_else() throws IOException {
    final HttpServer segment =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    segment.createContext("/", this::record);
    segment.start();
    try {
      reports("http://localhost:" + segment.getAddress().getPort() + "/v1");
    } finally {
      segment.stop(0);
    }
  }

  private void reports(String segmentUrl) {
    final ExampleSite site = new ExampleSite(world);
    final Customer customer = world.customerOnTheLineAtPbx("alice");
    final Page page = site.open("from-agent-pay", ExampleSite.PAGE + "/");
    final Set<String> hosts = ConcurrentHashMap.newKeySet();
    page.onRequest(request -> hosts.add(URI.create(request.url()).getHost()));
    page.evaluate(
        TAKE_AND_CANCEL,
        Map.of(
            "server", world.server().toString(),
            "call", customer.call(),
            "bearer", site.mint(),
            "writeKey", WRITE_KEY,
            "segmentURL", segmentUrl));
    customer.typesCard(Customer.GOOD_CARD);
    page.waitForFunction("() => seen.includes('capturingSecurityCode')");
    page.evaluate("() => payClient.cancelCapture()");
    page.evaluate("() => payClient.detachPay()");
    await().atMost(30, TimeUnit.SECONDS).until(() -> events().contains("detachPay"));

    assertThat(events())
        .containsExactlyInAnyOrder(
            "attachPay",
            "startCapture",
            "_updateCaptureType",
            "_updateCaptureType",
            "cancelCapture",
            "detachPay");
    assertThat(paths).containsExactly("/v1/t");
    assertThat(hosts).containsOnly("127.0.0.1", "localhost");
    for (JsonNode action : actions) {
      assertThat(action.path("writeKey").asString()).isEqualTo(WRITE_KEY);
      assertThat(action.path("userId").asString()).isEqualTo("alice");
      final JsonNode properties = action.path("properties");
      final boolean hasField = action.path("event").asString().equals("_updateCaptureType");
      assertThat(properties.propertyNames())
          .containsExactlyInAnyOrderElementsOf(
              hasField
                  ? List.of("identity", "callSID", "timeStamp", "captureType")
                  : List.of("identity", "callSID", "timeStamp"));
      assertThat(properties.path("callSID").asString()).isEqualTo(customer.call());
      assertThat(action.path("context").has("page")).as(action.toString()).isFalse();
      assertThat(action.toString())
          .doesNotContain(Customer.GOOD_CARD)
          .doesNotContain("x4242") // the mask; four digits alone may be part of a time
          .doesNotContain("localhost:3000");
    }
    assertThat(page.evaluate("() => document.cookie + Object.keys(localStorage)")).isEqualTo("");
    assertThat(site.browserErrors()).isEmpty();
  }

  private List<String> events() {
    return actions.stream().map(action -> action.path("event").asString()).toList();
  }

  private void record(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().add("Access-Control-Allow-Origin", DemoWorld.EXISTING_PAGE);
      exchange.getResponseHeaders().add("Access-Control-Allow-Headers", "content-type");
      if (exchange.getRequestMethod().equals("POST")) {
        paths.add(exchange.getRequestURI().getPath());
        actions.add(
            JSON.readTree(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }
}
