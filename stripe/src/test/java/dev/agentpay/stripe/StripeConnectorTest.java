package dev.agentpay.stripe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.connector.Credentials;
import dev.agentpay.stripe.StripeStandIn.Fault;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Twilio's requests to a connector process whose processor is Stripe.
class StripeConnectorTest {
  /// `./dev nightly` makes more.
  private static final int PAYMENTS = Integer.getInteger("agentpay.stripe.payments", 200);

  /// Several at a time, so that idle connections would keep what they have sent.
  private static final int CALLERS = 8;

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private final StripeStandIn stripe = new StripeStandIn();

  @AfterEach
  void stop() {
    stripe.close();
    assertThat(stripe.problems()).isEmpty();
  }

  @Test
  void twilio_gets_the_intent_and_the_checks() throws Exception {
    try (StripeConnectorProcess connector = start()) {
      final JsonNode answer = twilio(connector, "charge", "t-1", Orders.GOOD_CARD);
      assertThat(answer.path("charge_id").asString()).startsWith("pi_");
      assertThat(answer.at("/parameters/cvcCheck").asString()).isEqualTo("pass");
      assertThat(twilio(connector, "charge", "t-1", Orders.GOOD_CARD)).isEqualTo(answer);
      final JsonNode token = twilio(connector, "tokenize", "t-2", Orders.GOOD_CARD);
      assertThat(token.path("token_id").asString()).startsWith("pm_");
      assertThat(token.at("/parameters/customer").asString()).startsWith("cus_");
      final JsonNode declined = twilio(connector, "charge", "t-3", "4000000000009995");
      assertThat(declined.path("error_code").asString()).isEqualTo("insufficient_funds");
      assertThat(stripe.charged()).isOne();
    }
  }

  /// The process dies while Stripe works on one of the three calls. Twilio repeats its request to
  /// the next process.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/payment_methods",
        "POST /v1/payment_intents",
        "POST /v1/payment_intents/{id}/confirm"
      })
  void a_killed_connector_charges_once(String during) throws Exception {
    for (Fault fault : List.of(Fault.CUT_BEFORE, Fault.CUT_AFTER)) {
      final String transaction = UUID.randomUUID().toString();
      final long before = stripe.charged();
      final StripeConnectorProcess killed = start();
      stripe.fail(during, fault);
      final CountDownLatch dead = new CountDownLatch(1);
      stripe.onFault(
          () -> {
            killed.kill();
            dead.countDown();
          });
      try {
        twilio(killed, "charge", transaction, Orders.GOOD_CARD);
        throw new AssertionError("the killed connector has answered");
      } catch (IOException e) {
        dead.await();
      }
      try (StripeConnectorProcess next = start()) {
        final JsonNode answer = twilio(next, "charge", transaction, Orders.GOOD_CARD);
        assertThat(answer.path("charge_id").asString()).as(during + " " + fault).startsWith("pi_");
      }
      assertThat(stripe.charged() - before).as(during + " " + fault).isOne();
    }
  }

  /// Stripe's SDK makes texts of the number. None is reachable when the payments are over.
  @Test
  void payments_leave_no_card_number_on_the_heap() throws Exception {
    final Path dump = folder.resolve("heap.hprof");
    try (StripeConnectorProcess connector = start()) {
      try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
        for (int i = 0; i < PAYMENTS; i++) {
          final Future<JsonNode> _ =
              callers.submit(
                  () ->
                      twilio(
                          connector, "charge", UUID.randomUUID().toString(), "4000056655665556"));
        }
      }
      connector.dumpHeap(dump);
    }
    final String heap = new String(Files.readAllBytes(dump), ISO_8859_1);
    assertThat(heap.contains("payment_methods")).as("the search works").isTrue();
    final List<String> found = new ArrayList<>();
    for (String number : List.of("4000056655665556", "4%00%00%00%00%05%66")) {
      if (heap.contains(number) || heap.contains(number.replaceAll("(.)(?=.)", "$1\0"))) {
        found.add(number);
      }
    }
    assertThat(found).isEmpty();
  }

  private StripeConnectorProcess start() throws IOException {
    return StripeConnectorProcess.start(folder, stripe.address());
  }

  private static JsonNode twilio(
      StripeConnectorProcess connector, String method, String transaction, String card)
      throws IOException, InterruptedException {
    final String body =
        JSON.writeValueAsString(
            Map.ofEntries(
                Map.entry("method", method),
                Map.entry("transaction_id", transaction),
                Map.entry("cardnumber", card),
                Map.entry("cvv", "123"),
                Map.entry("expiry_month", "12"),
                Map.entry("expiry_year", "34"),
                Map.entry("postal_code", "94105"),
                Map.entry("amount", "42.50"),
                Map.entry("currency_code", "USD")));
    final Credentials user = StripeConnectorProcess.TWILIO;
    final String credentials =
        Base64.getEncoder().encodeToString((user.user() + ":" + user.password()).getBytes(UTF_8));
    final HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(connector.address().resolve("/connector"))
                .header("Authorization", "Basic " + credentials)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(answer.body());
  }
}
