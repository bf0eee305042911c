package dev.agentpay.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.VirtualWorld;
import dev.agentpay.simulator.wire.Signature;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.wire.Urls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests the delivery of webhooks: retries, time-outs, tokens and signatures.
class DeliveryTest {
  private static final Transport.Outcome REFUSED = new Transport.Outcome.NotConnected("refused");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                    | refused | 2",
        "''                    | 503     | 1",
        "''                    | 404     | 1",
        "''                    | silent  | 1",
        "#rc=0                 | refused | 1",
        "#rc=5                 | refused | 6",
        "#rc=99                | refused | 6",
        "#rc=3&rp=5xx          | 503     | 4",
        "#rc=3&rp=5xx          | refused | 1",
        "#rc=3&rp=ct,5xx       | refused | 4",
        "#rc=3&rp=4xx          | 404     | 4",
        "#rc=2&rp=rt&rt=100    | silent  | 3",
        "#rc=2&rp=all&rt=100   | silent  | 3",
        "#rc=2&rp=all          | 204     | 1",
        "#rc=three&rp=unheard  | refused | 1",
        "#rc=5&rp=rt           | silent  | 1",
        "#rc=5&rp=ct,rt,5xx    | silent  | 1",
        "#rc=5&rp=rt&rt=7000   | silent  | 3",
        "#rc=5&ct=2000&rt=2000&rp=ct,rt,5xx | silent | 6",
      })
  void retries_follow_the_default_or_overridden_policy(
      String fragment, String outcome, int attempts) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.network =
        request ->
            !request.url().getPath().equals("/pay")
                ? world.answer(request)
                : switch (outcome) {
                  case "refused" -> Optional.of(REFUSED);
                  case "silent" -> Optional.empty();
                  default ->
                      Optional.of(new Transport.Outcome.Answered(Integer.parseInt(outcome), ""));
                };
    world.statusCallback = "https://centre.example/pay" + fragment;
    world.open(call);
    world.pass(60);
    assertThat(world.callbacks()).hasSize(attempts);
  }

  @Test
  void retries_a_slow_attempt_at_once() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final AtomicInteger tries = new AtomicInteger();
    world.network =
        request ->
            request.url().getPath().equals("/pay") && tries.incrementAndGet() == 1
                ? Optional.empty()
                : world.answer(request);
    world.statusCallback = "https://centre.example/pay#rc=5&ct=2000&rt=2000&rp=ct,rt,5xx";
    world.open(call);
    world.pass(1.9);
    assertThat(tries).hasValue(1);
    world.pass(0.2);
    assertThat(tries).hasValue(2);
    world.pass(20);
    assertThat(tries).hasValue(2);
    assertThat(world.journal()).contains("\"attempt\":2").contains("\"status\":204");
  }

  @Test
  void retries_refused_connections_without_a_pause() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.network =
        request ->
            request.url().getPath().equals("/pay") ? Optional.of(REFUSED) : world.answer(request);
    world.statusCallback = "https://centre.example/pay#rc=5";
    world.open(call);
    world.pass(0.1);
    assertThat(world.callbacks()).hasSize(6);
  }

  @Test
  void a_retry_keeps_its_token_and_omits_the_fragment() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.network =
        request ->
            request.url().getPath().equals("/pay") ? Optional.of(REFUSED) : world.answer(request);
    world.statusCallback = "https://centre.example/pay?session=1#rc=2";
    world.open(call);
    world.pass(1);
    final List<Transport.OutgoingRequest> attempts =
        world.sent.stream().filter(request -> request.url().getPath().equals("/pay")).toList();
    assertThat(attempts).hasSize(3);
    assertThat(attempts)
        .extracting(request -> request.headers().get("I-Twilio-Idempotency-Token"))
        .doesNotContainNull()
        .containsOnly(attempts.getFirst().headers().get("I-Twilio-Idempotency-Token"));
    assertThat(attempts)
        .allSatisfy(
            request -> {
              assertThat(request.url()).hasToString("https://centre.example/pay?session=1");
              assertThat(request.headers().get("X-Twilio-Signature"))
                  .isEqualTo(
                      new Signature(world.options.authToken())
                          .of(
                              "https://centre.example/pay?session=1",
                              VirtualWorld.decoded(request.body())));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "https://centre.example:8443/pay?a=1, https://centre.example/pay?a=1",
    "https://centre.example:443, https://centre.example",
    "https://user:80@centre.example/pay, https://user:80@centre.example/pay",
    "http://centre.example:8080/pay, http://centre.example:8080/pay",
  })
  void the_signed_url_has_no_port_over_https(String url, String signed) {
    assertThat(Urls.signed(url)).isEqualTo(signed);
  }

  @Test
  void an_https_webhook_is_signed_without_its_port() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.statusCallback = "https://centre.example:8443/pay";
    world.open(call);
    world.pass(1);
    final Transport.OutgoingRequest request = world.sent.getLast();
    assertThat(request.url()).hasToString("https://centre.example:8443/pay");
    assertThat(request.headers().get("X-Twilio-Signature"))
        .isEqualTo(
            new Signature(world.options.authToken())
                .of("https://centre.example/pay", VirtualWorld.decoded(request.body())));
  }

  @Test
  void different_webhooks_have_different_tokens() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4111");
    assertThat(
            world.sent.stream().map(request -> request.headers().get("I-Twilio-Idempotency-Token")))
        .doesNotHaveDuplicates();
  }

  @Test
  void attempts_end_after_fifteen_seconds() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.network =
        request ->
            request.url().getPath().equals("/pay") ? Optional.empty() : world.answer(request);
    world.statusCallback = "https://centre.example/pay#rc=5&rp=all&ct=100&rt=5000";
    world.open(call);
    world.pass(120);
    assertThat(world.callbacks()).hasSize(3);
  }

  @Test
  void overrides_are_clamped_to_twilios_bounds() {
    assertThat(Overrides.of("ct=1&rt=99999&tt=0&rc=-3&rp=4xx,nonsense, rt"))
        .isEqualTo(
            new Overrides(
                Duration.ofMillis(100),
                Duration.ofSeconds(15),
                Duration.ofMillis(100),
                0,
                Set.of("4xx", "rt")));
    assertThat(Overrides.of("a-heading")).isEqualTo(Overrides.DEFAULT);
    assertThat(Overrides.of("%zz")).isEqualTo(Overrides.DEFAULT);
  }

  @Test
  void callbacks_of_one_payment_stay_in_order() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.twilio.type(call, "411111111111", 0).join();
    world.timeline.settle();
    assertThat(world.callbacks().getLast()).containsEntry("PaymentCardNumber", "x");
    world.pass(0.2);
    assertThat(world.callbacks().stream().map(c -> c.getOrDefault("PaymentCardNumber", "")))
        .isSorted();
  }
}
