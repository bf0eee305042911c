package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.connector.World.Reply;
import dev.agentpay.connector.spi.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChargedOnceTest {
  private final ScriptedProcessor gateway = new ScriptedProcessor();
  private final World world = World.withProcessor(gateway);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    gateway.gate.countDown();
    threads.close();
    world.close();
  }

  @Test
  void charges_once_for_fifty_simultaneous_repeats() throws Exception {
    CountDownLatch gate = gateway.closeGate();
    TwilioJson charge = TwilioJson.charge().ofSession("ps_1");
    Callable<Reply> post = () -> world.twilioPosts(charge);
    List<Future<Reply>> posts = IntStream.range(0, 50).mapToObj(_ -> threads.submit(post)).toList();
    assertThat(gateway.called.await(20, TimeUnit.SECONDS)).isTrue();
    gate.countDown();
    for (Future<Reply> one : posts) {
      Reply reply = one.get();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text("charge_id")).isEqualTo("ch_" + charge.transaction());
    }
    assertThat(gateway.calls).hasSize(1);
    assertThat(world.entryOf("ps_1").get("status").asString()).isEqualTo("CHARGED");
  }

  @Test
  void repeat_waits_for_the_request_in_progress() throws Exception {
    CountDownLatch gate = gateway.closeGate();
    TwilioJson charge = TwilioJson.charge();
    Future<Reply> first = threads.submit(() -> world.twilioPosts(charge));
    assertThat(gateway.called.await(20, TimeUnit.SECONDS)).isTrue();
    Future<Reply> repeat = threads.submit(() -> world.twilioPosts(charge));
    gate.countDown();
    assertThat(repeat.get().body()).isEqualTo(first.get().body());
    assertThat(gateway.calls).hasSize(1);
  }

  @Test
  void answers_later_repeats_from_the_ledger() {
    gateway.chargeOutcome = _ -> new Outcome.Charged("ch_1", Map.of("receipt", "R-7"));
    TwilioJson charge = TwilioJson.charge();
    String first = world.twilioPosts(charge).body();
    assertThat(first).contains("\"parameters\":{\"receipt\":\"R-7\"}");
    assertThat(world.twilioPosts(charge).body()).isEqualTo(first);
    world.restart();
    assertThat(world.twilioPosts(charge).body()).isEqualTo(first);
    assertThat(gateway.calls).hasSize(1);
  }

  @Test
  void repeats_a_refusal_without_trying_again() {
    gateway.chargeOutcome = _ -> new Outcome.Refused("card_declined", "No");
    TwilioJson charge = TwilioJson.charge();
    String first = world.twilioPosts(charge).body();
    gateway.chargeOutcome = _ -> new Outcome.Charged("ch_late", Map.of());
    assertThat(world.twilioPosts(charge).body()).isEqualTo(first).contains("card_declined");
    assertThat(gateway.calls).hasSize(1);
  }

  @Test
  void answers_a_repeat_after_a_slow_charge() {
    CountDownLatch gate = gateway.closeGate();
    TwilioJson charge = TwilioJson.charge().ofSession("ps_slow");
    Duration soon = Duration.ofMillis(200);
    try (World impatient =
        World.with(options -> options.withProcessor(gateway).withHoldFor(soon))) {
      Reply doubt = impatient.twilioPosts(charge);
      assertThat(doubt).isEqualTo(Reply.NONE);
      assertThat(impatient.entryOf("ps_slow").get("status").asString()).isEqualTo("PENDING");
      gate.countDown();
      Reply end =
          await().until(() -> impatient.twilioPosts(charge), reply -> reply.status() == 200);
      assertThat(end.text("charge_id")).isEqualTo("ch_" + charge.transaction());
      assertThat(gateway.calls).hasSize(1);
    }
  }

  @Test
  void retries_an_unclear_charge_under_the_same_id() {
    gateway.chargeOutcome = _ -> new Outcome.Unclear("The bank's line broke");
    TwilioJson charge = TwilioJson.charge().ofSession("ps_u");
    Reply doubt = world.twilioPosts(charge);
    assertThat(doubt).isEqualTo(Reply.NONE);
    assertThat(world.entryOf("ps_u").get("status").asString()).isEqualTo("UNCLEAR");
    gateway.chargeOutcome = _ -> new Outcome.Charged("ch_2", Map.of());
    assertThat(world.twilioPosts(charge).text("charge_id")).isEqualTo("ch_2");
    assertThat(gateway.calls).containsExactly(charge.transaction(), charge.transaction());
    assertThat(world.entryOf("ps_u").get("status").asString()).isEqualTo("CHARGED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void treats_a_throwing_processor_as_unclear(boolean error) {
    gateway.chargeOutcome =
        _ -> {
          if (error) {
            throw new AssertionError("boom");
          }
          throw new IllegalStateException("boom");
        };
    Reply doubt = world.twilioPosts(TwilioJson.charge().ofSession("ps_t"));
    assertThat(doubt).isEqualTo(Reply.NONE);
    assertThat(world.entryOf("ps_t").get("status").asString()).isEqualTo("UNCLEAR");
  }

  @ParameterizedTest
  @CsvSource({"amount,11.00", "currency_code,EUR", "method,tokenize"})
  void refuses_a_transaction_id_with_different_terms(String field, String value) {
    TwilioJson charge = TwilioJson.charge();
    String first = world.twilioPosts(charge).body();
    assertThat(world.twilioPosts(charge.with(field, value)).text("error_code"))
        .isEqualTo("idempotency_mismatch");
    assertThat(world.twilioPosts(charge.ofSession("ps_other")).text("error_code"))
        .isEqualTo("idempotency_mismatch");
    assertThat(world.twilioPosts(charge).body()).as("the first stands").isEqualTo(first);
    assertThat(gateway.calls).hasSize(1);
  }

  @Test
  void refuses_different_terms_once_the_first_request_ends() throws Exception {
    CountDownLatch gate = gateway.closeGate();
    TwilioJson charge = TwilioJson.charge();
    Future<Reply> first = threads.submit(() -> world.twilioPosts(charge));
    assertThat(gateway.called.await(20, TimeUnit.SECONDS)).isTrue();
    Future<Reply> other = threads.submit(() -> world.twilioPosts(charge.with("amount", "11.00")));
    gate.countDown();
    assertThat(first.get().text("charge_id")).startsWith("ch_");
    assertThat(other.get().text("error_code")).isEqualTo("idempotency_mismatch");
    assertThat(gateway.calls).hasSize(1);
  }

  @Test
  void compares_amounts_by_value() {
    TwilioJson charge = TwilioJson.charge();
    String first = world.twilioPosts(charge).body();
    assertThat(world.twilioPosts(charge.with("amount", "10.0")).body()).isEqualTo(first);
    assertThat(world.twilioPosts(charge.with("currency_code", "usd")).body()).isEqualTo(first);
  }

  @Test
  void refuses_a_second_charge_of_a_session() {
    world.twilioPosts(TwilioJson.charge().ofSession("ps_2"));
    TwilioJson second = TwilioJson.charge().ofSession("ps_2");
    Reply refused = world.twilioPosts(second);
    assertThat(refused.text("error_code")).isEqualTo("session_already_charged");
    assertThat(refused.text("charge_id")).isEqualTo("null");
    assertThat(world.twilioPosts(second).body()).isEqualTo(refused.body());
    assertThat(gateway.calls).hasSize(1);
    assertThat(world.ledgerOf("ps_2").get("entries")).hasSize(2);
  }

  @Test
  void charges_once_for_two_concurrent_transactions_of_a_session() throws Exception {
    CountDownLatch gate = gateway.closeGate();
    TwilioJson first = TwilioJson.charge().ofSession("ps_3");
    Future<Reply> waits = threads.submit(() -> world.twilioPosts(first));
    assertThat(gateway.called.await(20, TimeUnit.SECONDS)).isTrue();
    TwilioJson second = TwilioJson.charge().ofSession("ps_3");
    assertThat(world.twilioPosts(second)).as("doubt").isEqualTo(Reply.NONE);
    gate.countDown();
    waits.get();
    assertThat(await().until(() -> world.twilioPosts(first), Reply::isAnswer).text("charge_id"))
        .startsWith("ch_");
    assertThat(world.twilioPosts(second).text("error_code")).isEqualTo("session_already_charged");
    assertThat(gateway.calls).hasSize(1);
  }

  @Test
  void does_not_recharge_a_session_in_doubt() {
    gateway.chargeOutcome = _ -> new Outcome.Unclear("No answer");
    TwilioJson first = TwilioJson.charge().ofSession("ps_4");
    TwilioJson second = TwilioJson.charge().ofSession("ps_4");
    world.twilioPosts(first);
    gateway.chargeOutcome = _ -> new Outcome.Refused("card_declined", "No");
    Reply doubt = world.twilioPosts(second);
    assertThat(doubt).isEqualTo(Reply.NONE);
    assertThat(gateway.calls).hasSize(1);
    assertThat(world.twilioPosts(first).text("error_code")).isEqualTo("card_declined");
    gateway.chargeOutcome = _ -> new Outcome.Charged("ch_2", Map.of());
    assertThat(world.twilioPosts(second).text("charge_id")).isEqualTo("ch_2");
  }

  @Test
  void charges_a_session_after_a_refusal() {
    gateway.chargeOutcome = _ -> new Outcome.Refused("card_declined", "No");
    world.twilioPosts(TwilioJson.charge().ofSession("ps_5"));
    gateway.chargeOutcome = _ -> new Outcome.Charged("ch_2", Map.of());
    assertThat(world.twilioPosts(TwilioJson.charge().ofSession("ps_5")).text("charge_id"))
        .isEqualTo("ch_2");
  }

  @Test
  void tokenizing_does_not_block_a_charge() {
    world.twilioPosts(TwilioJson.tokenize().ofSession("ps_6"));
    assertThat(world.twilioPosts(TwilioJson.tokenize().ofSession("ps_6")).text("token_id"))
        .startsWith("tok_");
    assertThat(world.twilioPosts(TwilioJson.charge().ofSession("ps_6")).text("charge_id"))
        .startsWith("ch_");
  }

  @Test
  void identifies_a_charge_without_session_by_transaction() {
    world.twilioPosts(TwilioJson.charge());
    assertThat(world.twilioPosts(TwilioJson.charge()).text("charge_id")).startsWith("ch_");
    assertThat(gateway.calls).hasSize(2);
  }
}
