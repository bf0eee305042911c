package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.existing.ExistingAgentPay;
import dev.agentpay.scenarios.existing.ExistingBrowser;
import dev.agentpay.scenarios.existing.ExistingGenesysPay;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The customer types on while an existing client's request for the next field is still on its way.
/// `compat.capture-order` asks for the security code before the expiry.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatCaptureOrderTest {
  private static final String CARD = "payment-card-number";
  private static final String CODE = "security-code";
  private static final String DATE = "expiration-date";

  private CompatServer server;
  private Stage stage;

  @BeforeAll
  void start(@TempDir Path data) {
    server = CompatServer.start(data);
    stage = server.stage();
  }

  @AfterAll
  void stop() {
    stage.close();
    server.close();
  }

  @Test
  void asks_ahead_only_in_the_order_that_the_client_has_shown() {
    final Customer customer = server.customer();
    final ExistingAgentPay page = agentPay("alice", String.join(",", CARD, DATE, CODE));
    page.attachPay(customer.call());

    final CountDownLatch first = startWithSlowRequestFor(page, DATE);
    customer.typesCard(Customer.GOOD_CARD);
    awaitCardOn(page);
    assertThat(server.simulator().press(customer.call(), "123"))
        .as("keys taken for a field that the client has not requested")
        .isZero();
    first.countDown();
    customer.typesExpiry().typesCode();
    page.events().await(0, "captureComplete");
    page.cancelCapture();

    final int before = page.events().count();
    final CountDownLatch second = startWithSlowRequestFor(page, DATE);
    customer.typesCard(Customer.GOOD_CARD);
    final String expiry = Customer.expiry();
    customer.types(DATE, expiry.substring(0, 1), "the first digit of the expiry early");
    assertThat(page.events().count("capturingDate", before)).isZero();
    second.countDown();
    page.events().await(before, "capturingDate");
    customer.types(DATE, expiry.substring(1), "the rest of the expiry").typesCode();
    page.events().await(before, "captureComplete");
    page.cancelCapture();
    assertThat(page.console()).isEmpty();
    page.close();
    forgetsWhatWasTypedInAnotherOrder(customer);
  }

  /// The agent opens a page with another order. The customer's four keys are meant as a security
  /// code, but are also a valid expiry.
  private void forgetsWhatWasTypedInAnotherOrder(Customer customer) {
    final ExistingAgentPay page = agentPay("alice", String.join(",", CARD, CODE, DATE));
    page.attachPay(customer.call());
    final CountDownLatch network = startWithSlowRequestFor(page, CODE);
    customer.typesCard(Customer.GOOD_CARD);
    customer.types(DATE, Customer.expiry(), "four keys before the client's request");
    customer.awaits(CODE);
    network.countDown();
    page.events().await(0, "capturingSecurityCode");
    customer.typesCode().typesExpiry(); // fails unless Twilio captures the expiry again
    page.events().await(0, "captureComplete");
    assertThat(page.console()).isEmpty();
    customer.hangsUp();
  }

  @Test
  void learns_the_order_of_each_client_separately() {
    final Customer customer = server.customer();
    final ExistingAgentPay page = agentPay("bob", String.join(",", CARD, DATE, CODE));
    page.attachPay(customer.call());
    page.startCapture(BigDecimal.ZERO);
    customer.typesCard(Customer.GOOD_CARD).typesExpiry().typesCode();
    page.events().await(0, "captureComplete");
    page.cancelCapture();
    page.close();

    final ExistingGenesysPay other = genesysPay("bob");
    final CountDownLatch network = new CountDownLatch(1);
    other.network().delay(CODE, network);
    other.startCapture(customer.call());
    customer.typesCard(Customer.GOOD_CARD);
    other
        .events()
        .await(0, "paymentDataUpdated", "the card", e -> !e.text("Required").contains(CARD));
    assertThat(server.simulator().press(customer.call(), "12"))
        .as("keys taken for a field that this client has not requested")
        .isZero();
    network.countDown();
    customer.typesCode().typesExpiry();
    other.events().await(0, "captureComplete");
    customer.hangsUp();
  }

  private ExistingAgentPay agentPay(String agent, String order) {
    return server.agentPay(stage, agent, order);
  }

  private ExistingGenesysPay genesysPay(String agent) {
    return stage.closeAtEnd(
        new ExistingGenesysPay(
            ExistingBrowser.sameOrigin(stage.server(), agent, stage.password()),
            stage.simulator(),
            BigDecimal.ZERO,
            "USD",
            stage.page(agent)));
  }

  /// Starts a payment. The client's request for this field is sent when the latch opens.
  private static CountDownLatch startWithSlowRequestFor(ExistingAgentPay page, String field) {
    final CountDownLatch network = new CountDownLatch(1);
    page.network().delay(field, network);
    page.startCapture(BigDecimal.ZERO);
    return network;
  }

  private static void awaitCardOn(ExistingAgentPay page) {
    page.events().await(0, "cardUpdate", "the card", e -> !e.text("Required").contains(CARD));
  }
}
