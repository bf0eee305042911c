package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.connector.World.Reply;
import dev.agentpay.connector.sandbox.SandboxRecord;
import dev.agentpay.connector.spi.Attempt;
import dev.agentpay.connector.spi.BankAccountNumber;
import dev.agentpay.connector.spi.CardProcessor;
import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Money;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.PaymentMethod;
import dev.agentpay.connector.spi.SessionId;
import dev.agentpay.connector.spi.TokenOrder;
import dev.agentpay.connector.spi.TransactionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Starts connectors on the ledger of a crashed one, with a `PENDING` row from before or after the
/// charge.
class CrashTest {
  private final ScriptedProcessor gateway = new ScriptedProcessor();
  private final Path folder = World.newFolder();
  private final TwilioJson charge = TwilioJson.charge().ofSession("ps_crash");

  @Test
  void charges_once_after_a_crash_before_the_charge() {
    leavePending();
    try (World world = World.in(folder, options -> options.withProcessor(gateway))) {
      assertThat(world.entryOf("ps_crash").get("status").asString()).isEqualTo("PENDING");
      Reply reply = world.twilioPosts(charge);
      assertThat(reply.text("charge_id")).isEqualTo("ch_" + charge.transaction());
      assertThat(world.twilioPosts(charge).body()).isEqualTo(reply.body());
      assertThat(gateway.calls).hasSize(1);
    }
  }

  @Test
  void charges_once_after_a_crash_after_the_charge() {
    leavePending();
    rememberCharge();
    gateway.canLookUp = false;
    try (World world = World.in(folder, options -> options.withProcessor(gateway))) {
      assertThat(world.twilioPosts(charge).text("charge_id")).isEqualTo("ch_first");
      assertThat(gateway.charged).hasSize(1);
    }
  }

  @Test
  void looks_up_pending_charges_at_startup() throws Exception {
    leavePending();
    rememberCharge();
    try (World _ = World.in(folder, options -> options.withProcessor(gateway))) {
      assertThat(gateway.lookedUp.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void looks_up_unclear_charges_for_a_ledger_query() {
    try (World world = World.in(folder, options -> options.withProcessor(gateway))) {
      gateway.chargeOutcome = _ -> new Outcome.Unclear("No answer");
      world.twilioPosts(charge);
      assertThat(world.entryOf("ps_crash").get("status").asString()).isEqualTo("UNCLEAR");
      rememberCharge();
      assertThat(world.entryOf("ps_crash").get("status").asString()).isEqualTo("CHARGED");
      assertThat(world.entryOf("ps_crash").get("chargeId").asString()).isEqualTo("ch_first");
      assertThat(world.twilioPosts(charge).text("charge_id")).isEqualTo("ch_first");
      assertThat(gateway.calls).hasSize(1);
    }
  }

  @Test
  void only_the_owner_can_read_the_ledger() throws IOException {
    Files.writeString(folder.resolve("connector.db"), "");
    try (LedgerFile file = LedgerFile.open(folder);
        Stream<Path> files = Files.list(folder)) {
      file.jdbi().useHandle(handle -> handle.execute("SELECT 1"));
      assertThat(files.filter(each -> each.getFileName().toString().contains(".db")))
          .hasSizeGreaterThan(1)
          .allSatisfy(
              each ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                      .as(each.toString())
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void does_not_charge_if_the_ledger_cannot_be_written() {
    LedgerFile file = LedgerFile.open(folder);
    file.close();
    Settlement settlement =
        new Settlement(new Ledger(file.jdbi()), gateway, InstantSource.fixed(World.NOW));
    ChargeOrder order =
        new ChargeOrder(
            new TransactionId("t-1"),
            Optional.empty(),
            new PaymentMethod.BankAccount(
                new BankAccountNumber("12345678".toCharArray()), "110000000", Optional.empty()),
            Money.of("1", "USD"),
            Optional.empty(),
            Map.of());
    Answer answer = settlement.settle(order, Terms.of(order));
    assertThat(answer.isKnown()).isFalse();
    assertThat(answer.errorCode()).isEmpty();
    assertThat(gateway.calls).isEmpty();
  }

  @Test
  void ignores_a_lookup_result_of_the_wrong_kind() {
    leavePending();
    try (World world = World.in(folder, options -> options.withProcessor(new Confused()))) {
      assertThat(world.entryOf("ps_crash").get("status").asString()).isEqualTo("PENDING");
    }
  }

  @Test
  void does_not_charge_a_session_left_pending() {
    leavePending();
    try (World world = World.in(folder, options -> options.withProcessor(gateway))) {
      Reply doubt = world.twilioPosts(TwilioJson.charge().ofSession("ps_crash"));
      assertThat(doubt).isEqualTo(Reply.NONE);
      assertThat(gateway.calls).isEmpty();
    }
  }

  @Test
  void sandbox_remembers_charges_across_restarts() {
    try (LedgerFile file = LedgerFile.open(folder)) {
      new SandboxRecord(file.jdbi())
          .keepFirst(
              new TransactionId(charge.transaction()), new Outcome.Charged("ch_kept", Map.of()));
    }
    leavePending();
    try (World world = World.in(folder, options -> options)) {
      assertThat(world.entryOf("ps_crash").get("chargeId").asString()).isEqualTo("ch_kept");
      assertThat(world.twilioPosts(charge).text("charge_id")).isEqualTo("ch_kept");
    }
  }

  private void rememberCharge() {
    gateway.canLookUp = true;
    gateway.charged.put(
        new TransactionId(charge.transaction()), new Outcome.Charged("ch_first", Map.of()));
  }

  private void leavePending() {
    try (LedgerFile file = LedgerFile.open(folder)) {
      new Ledger(file.jdbi())
          .begin(
              new Terms(
                  new TransactionId(charge.transaction()),
                  Method.CHARGE,
                  Optional.of(new SessionId("ps_crash")),
                  Optional.of(Money.of("10.00", "USD"))),
              World.NOW);
    }
  }

  /// Reports a token as the outcome of a charge.
  private static final class Confused implements CardProcessor {
    @Override
    public Outcome.OfCharge charge(ChargeOrder order, Attempt attempt) {
      return new Outcome.Unclear("confused");
    }

    @Override
    public Outcome.OfToken tokenize(TokenOrder order, Attempt attempt) {
      return new Outcome.Unclear("confused");
    }

    @Override
    public Optional<Outcome> resolve(Attempt attempt) {
      return Optional.of(new Outcome.Tokenized("tok_1", Map.of()));
    }
  }
}
