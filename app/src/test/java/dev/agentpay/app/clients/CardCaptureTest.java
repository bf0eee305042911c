package dev.agentpay.app.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentpay.client.PayClient;
import dev.agentpay.client.capture.CardCapture;
import dev.agentpay.client.capture.CardUpdate;
import dev.agentpay.client.capture.PaymentDetails;
import dev.agentpay.client.model.AwaitException;
import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.CaptureException.Code;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.client.model.TokenType;
import dev.agentpay.scenarios.actors.Customer;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Every method and event of the Java client's `CardCapture`, against a server and the simulator:
/// the cases of the JavaScript client's tests.
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(180)
class CardCaptureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path data;
  private static CaptureWorld world;

  private final CaptureEvents events = new CaptureEvents();

  @BeforeAll
  static void start() {
    world = new CaptureWorld(data);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @AfterEach
  void clear() {
    world.clear();
  }

  @Test
  void takes_a_payment() {
    final Customer customer = world.customerCalls();
    final CardCapture capture = attach("alice", customer);
    assertThat(capture.callSid()).contains(customer.call());
    assertThat(capture.startCapture("42.50").amount()).contains(new BigDecimal("42.50"));
    customer.typesEverything(Customer.GOOD_CARD);
    assertThat(capture.awaitCaptureComplete(PATIENCE).state()).isEqualTo(SessionState.READY);
    final PaySession paid = capture.submitCapture();
    assertThat(paid.state()).isEqualTo(SessionState.PAID);
    assertThat(capture.paySession()).contains(paid);
    capture.detachPay();
    assertThat(events.names())
        .containsExactly(
            "callConnected",
            "capturing",
            "capturingCard",
            "capturingDate",
            "capturingSecurityCode",
            "captureComplete",
            "submitComplete",
            "stopCapturing");
    assertThat(events.of("submitComplete", PaySession.class)).containsExactly(paid);
    final CardUpdate last = events.updates().getLast();
    assertThat(last.parameters())
        .containsEntry("CallSid", customer.call())
        .containsEntry("Capture", "security-code")
        .containsEntry("Required", "")
        .containsEntry("PaymentCardNumber", "xxxxxxxxxxxx4242")
        .containsEntry("PaymentCardType", "visa")
        .containsEntry("SecurityCode", "xxx")
        .containsEntry("ExpirationDate", "xxxx")
        .containsEntry("PaymentMethod", "credit-card")
        .containsEntry("PaymentConnector", "sandbox")
        .containsEntry("TokenType", "reusable")
        .containsEntry("ChargeAmount", "42.50")
        .containsEntry("Currency", "USD")
        .containsEntry("Result", "success")
        .doesNotContainKeys("PartialResult", "PaymentError");
    assertThat(last.sid()).startsWith("PK");
    assertThat(last.paymentConfirmationCode()).isPresent();
    assertThat(events.updates().toString())
        .doesNotContain(Customer.GOOD_CARD, Customer.expiry(), "=123");
  }

  @Test
  void shows_each_digit_while_the_customer_types() {
    final Customer customer = world.customerCalls();
    attach("alice", customer).startCapture("1");
    customer.typesCard(Customer.GOOD_CARD);
    events.sees("capturingDate");
    final List<CardUpdate> partial =
        events.updates().stream().filter(CardUpdate::isPartialResult).toList();
    assertThat(partial).hasSizeGreaterThan(3);
    assertThat(partial)
        .allSatisfy(u -> assertThat(u.capture()).contains(CaptureField.PAYMENT_CARD_NUMBER));
    assertThat(partial.stream().map(u -> u.paymentCardNumber().orElseThrow().length()).toList())
        .isSorted();
  }

  @Test
  void makes_a_token_without_an_amount() {
    final Customer customer = world.customerCalls();
    final CardCapture capture = attach("alice", customer);
    capture.startCapture(PaymentDetails.token().tokenType(TokenType.ONE_TIME).currency("EUR"));
    customer.typesEverything(Customer.GOOD_CARD);
    capture.awaitCaptureComplete(PATIENCE);
    assertThat(capture.submitCapture().state()).isEqualTo(SessionState.TOKENIZED);
    events.sees("submitComplete");
    final CardUpdate last = events.updates().getLast();
    assertThat(last.paymentToken().orElseThrow()).startsWith("tok_");
    assertThat(last.chargeAmount()).isEmpty();
    assertThat(last.parameters()).containsEntry("TokenType", "one-time");
  }

  @Test
  void sends_the_details_of_a_payment() {
    final Customer customer = world.customerCalls();
    final PaySession session =
        attach("alice", customer)
            .startCapture(
                PaymentDetails.token()
                    .charge("10.00")
                    .tip("2.50")
                    .reference("A-1")
                    .description("Shoes"));
    assertThat(session.total()).contains(new BigDecimal("12.50"));
    assertThat(session.reference()).isEqualTo("A-1");
    assertThat(session.description()).isEqualTo("Shoes");
  }

  @Test
  void asks_for_fields_again() {
    final Customer customer = world.customerCalls();
    final CardCapture capture = attach("alice", customer);
    capture.startCapture(
        PaymentDetails.token()
            .charge("5")
            .captureOrder(
                CaptureField.PAYMENT_CARD_NUMBER,
                CaptureField.EXPIRATION_DATE,
                CaptureField.SECURITY_CODE,
                CaptureField.POSTAL_CODE));
    customer.typesEverything(Customer.GOOD_CARD);
    customer.types("postal-code", "94107#", "the postal code");
    events.sees("captureComplete");
    asksAgain(capture, CardCapture::resetCard, "card");
    customer.typesCard("5555555555554444");
    events.sees("captureComplete", 2);
    asksAgain(capture, CardCapture::resetSecurityCode, "securityCode");
    customer.typesCode();
    events.sees("captureComplete", 3);
    asksAgain(capture, CardCapture::resetDate, "date");
    customer.typesExpiry();
    events.sees("captureComplete", 4);
    asksAgain(capture, CardCapture::resetPostalCode, "postalCode");
    customer.types("postal-code", "10001#", "another postal code");
    events.sees("captureComplete", 5);
    assertThat(events.updates().getLast().paymentCardNumber()).contains("xxxxxxxxxxxx4444");
    assertThat(events.updates().getLast().paymentCardType()).contains("mastercard");
    assertThat(capture.submitCapture().state()).isEqualTo(SessionState.PAID);
  }

  private void asksAgain(CardCapture capture, Consumer<CardCapture> reset, String field) {
    final List<String> before = events.names();
    final String asked = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
    reset.accept(capture);
    events.sees(field + "Reset");
    events.sees("capturing" + asked, 2);
    final List<String> expected = new ArrayList<>(before);
    expected.addAll(List.of(field + "Reset", "capturing" + asked));
    assertThat(events.names()).isEqualTo(expected);
  }

  @Test
  void asks_again_for_the_field_that_is_being_typed() {
    final Customer customer = world.customerCalls();
    final CardCapture capture = attach("alice", customer);
    capture.startCapture("5");
    customer.types("payment-card-number", "42424", "a part of the card number");
    capture.resetCard();
    events.sees("cardReset");
    world.awaitAskedFor(customer, "payment-card-number", 2);
    customer.typesCard(Customer.GOOD_CARD);
    events.sees("capturingDate");
    assertThat(events.names())
        .containsExactly(
            "callConnected",
            "capturing",
            "capturingCard",
            "cardReset",
            "capturingCard",
            "capturingDate");
  }

  @Test
  void reports_what_twilio_rejected() {
    final Customer customer = world.customerCalls();
    attach("alice", customer).startCapture("5");
    customer.typesCard("4242424242424241");
    customer.typesCard(Customer.GOOD_CARD);
    events.sees("capturingDate");
    assertThat(events.updates())
        .anySatisfy(update -> assertThat(update.errorType()).contains("invalid-card-number"));
    assertThat(events.updates().getLast().errorType()).isEmpty();
  }

  @Test
  void cancels() {
    final Customer customer = world.customerCalls();
    final CardCapture capture = attach("alice", customer);
    capture.startCapture("5");
    customer.typesCard(Customer.GOOD_CARD);
    assertThat(capture.cancelCapture().state()).isEqualTo(SessionState.CANCELLED);
    events.sees("cancelledCapture");
    assertThat(events.updates().getLast().result()).contains("transaction-cancelled");
    capture.startCapture("6");
    events.sees("capturing", 2);
  }

  @Test
  void reports_a_payment_that_another_page_of_the_agent_cancels() {
    final Customer customer = world.customerCalls();
    final CardCapture capture = attach("alice", customer);
    final String id = capture.startCapture("5").id();
    world.client("alice").cancel(id);
    events.sees("cancelledCapture");
    assertThat(events.names()).doesNotContain("error");
  }

  @Test
  void a_declined_payment_is_not_a_complete_one() {
    final Customer customer = world.customerCalls();
    final CardCapture capture = attach("alice", customer);
    capture.startCapture("5");
    customer.typesEverything(Customer.DECLINED_CARD);
    capture.awaitCaptureComplete(PATIENCE);
    final CaptureException declined = failure(capture::submitCapture);
    assertThat(declined.code()).isEqualTo(Code.DECLINED);
    assertThat(declined.paySession().orElseThrow().state()).isEqualTo(SessionState.DECLINED);
    capture.close();
    assertThat(events.errorCodes()).containsExactly(Code.DECLINED);
    assertThat(events.names()).doesNotContain("submitComplete");
    assertThat(events.updates().getLast().result()).contains("payment-connector-error");
  }

  @Test
  void reports_that_the_customer_has_hung_up() {
    final Customer customer = world.customerCalls();
    final CardCapture capture = attach("alice", customer);
    capture.startCapture("5");
    customer.typesCard(Customer.GOOD_CARD);
    customer.hangsUp();
    assertThat(failure(() -> capture.awaitCaptureComplete(PATIENCE)).code())
        .isEqualTo(Code.ABANDONED);
    capture.close();
    assertThat(events.errorCodes()).containsExactly(Code.ABANDONED);
  }

  @Test
  void refuses_a_method_at_the_wrong_time_and_changes_nothing() {
    final Customer customer = world.customerCalls();
    final PayClient alice = world.client("alice");
    final CardCapture capture = alice.attachPay(events.listener());
    assertThat(failure(() -> alice.attachPay(customer.call(), events.listener())).code())
        .isEqualTo(Code.ALREADY_ATTACHED);
    assertThat(failure(capture::startCapture).code()).isEqualTo(Code.NO_CALL);
    assertThatThrownBy(() -> capture.awaitCall(Duration.ofMillis(1)))
        .isInstanceOf(AwaitException.class);
    for (ThrowingCallable method :
        List.<ThrowingCallable>of(
            capture::submitCapture,
            capture::cancelCapture,
            capture::resetCard,
            capture::resetDate,
            capture::resetSecurityCode,
            capture::resetPostalCode,
            () -> capture.awaitCaptureComplete(PATIENCE))) {
      assertThat(failure(method).code()).isEqualTo(Code.NO_PAYMENT);
    }
    capture.updateCallSid("CA" + "0".repeat(32));
    assertThat(refusal(capture::startCapture)).isEqualTo(ProblemType.UNKNOWN_CALL);
    capture.updateCallSid(customer.call());
    assertThat(refusal(() -> capture.startCapture("1.234"))).isEqualTo(ProblemType.INVALID);
    capture.startCapture("5");
    assertThat(failure(() -> capture.startCapture("5")).code()).isEqualTo(Code.PAYMENT_IN_PROGRESS);
    events.sees("capturingCard");
    assertThat(refusal(capture::submitCapture)).isEqualTo(ProblemType.NOT_NOW);
    customer.typesEverything(Customer.GOOD_CARD);
    capture.awaitCaptureComplete(PATIENCE);
    capture.submitCapture();
    assertThat(refusal(capture::cancelCapture)).isEqualTo(ProblemType.NOT_NOW);
    assertThat(refusal(capture::resetCard)).isEqualTo(ProblemType.NOT_NOW);
    assertThat(capture.paySession().orElseThrow().state()).isEqualTo(SessionState.PAID);
    capture.close();
    assertThat(events.names()).doesNotContain("cancelledCapture", "cardReset");
    for (ThrowingCallable method :
        List.<ThrowingCallable>of(
            capture::startCapture,
            capture::submitCapture,
            capture::cancelCapture,
            capture::resetCard,
            () -> capture.updateCallSid(customer.call()),
            () -> capture.awaitCall(PATIENCE))) {
      assertThat(failure(method).code()).isEqualTo(Code.NOT_ATTACHED);
    }
  }

  @Test
  void takes_over_the_calls_that_the_agent_gets() {
    final PayClient alice = world.client("alice");
    final CardCapture capture = alice.attachPay(events.listener());
    final Customer first = world.customerCalls();
    alice.claim(first.call());
    assertThat(capture.awaitCall(PATIENCE)).isEqualTo(first.call());
    capture.startCapture("5");
    final Customer second = world.customerCalls();
    world.client("bob").claim(world.customerCalls().call());
    alice.claim(second.call());
    events.sees("uuiItemAdded", 2);
    assertThat(events.of("uuiItemAdded", String.class))
        .containsExactly(first.call(), second.call());
    assertThat(capture.callSid()).contains(second.call());
    first.typesEverything(Customer.GOOD_CARD);
    capture.awaitCaptureComplete(PATIENCE);
    assertThat(capture.submitCapture().call()).isEqualTo(first.call());
  }

  @Test
  void takes_over_the_call_that_the_agent_already_has() {
    final Customer customer = world.customerCalls();
    final PayClient alice = world.client("alice");
    alice.claim(customer.call());
    final CardCapture capture = alice.attachPay(events.listener());
    assertThat(capture.callSid()).contains(customer.call());
    events.sees("uuiItemAdded");
  }

  @Test
  void continues_an_open_payment() {
    final Customer customer = world.customerCalls();
    final CardCapture before = attach("alice", customer);
    final String id = before.startCapture("5").id();
    customer.typesCard(Customer.GOOD_CARD);
    before.close();
    final CaptureEvents later = new CaptureEvents();
    final CardCapture after = world.client("alice").attachPay(customer.call(), later.listener());
    assertThat(after.paySession().orElseThrow().id()).isEqualTo(id);
    customer.typesExpiry().typesCode();
    after.awaitCaptureComplete(PATIENCE);
    assertThat(after.submitCapture().id()).isEqualTo(id);
    assertThat(later.names()).doesNotContain("error");
  }

  @Test
  void two_agents_take_payments_side_by_side() {
    final List<CompletableFuture<Void>> payments = new ArrayList<>();
    for (String agent : List.of("alice", "bob")) {
      final Customer customer = world.customerCalls();
      final CaptureEvents own = new CaptureEvents();
      final CardCapture capture = world.client(agent).attachPay(customer.call(), own.listener());
      payments.add(
          CompletableFuture.runAsync(
              () -> {
                capture.startCapture("5");
                customer.typesEverything(Customer.GOOD_CARD);
                capture.awaitCaptureComplete(PATIENCE);
                assertThat(capture.submitCapture().agent()).isEqualTo(agent);
                capture.close();
                assertThat(own.updates())
                    .allSatisfy(u -> assertThat(u.callSid()).isEqualTo(customer.call()));
                assertThat(own.names())
                    .containsExactly(
                        "callConnected",
                        "capturing",
                        "capturingCard",
                        "capturingDate",
                        "capturingSecurityCode",
                        "captureComplete",
                        "submitComplete",
                        "stopCapturing");
              }));
    }
    payments.forEach(CompletableFuture::join);
  }

  @Test
  void an_agent_cannot_take_a_payment_on_the_call_of_another() {
    final Customer customer = world.customerCalls();
    world.client("bob").claim(customer.call());
    final CardCapture capture = attach("alice", customer);
    assertThat(refusal(() -> capture.startCapture("5"))).isEqualTo(ProblemType.UNKNOWN_CALL);
  }

  @Test
  void takes_the_first_payment_of_the_docs(@TempDir Path folder) throws Exception {
    final Matcher block =
        Pattern.compile("```java\n((?:(?!```).)*?public class FirstPayment.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "docs", "java-client.md")));
    assertThat(block.find()).isTrue();
    final Path source = folder.resolve("FirstPayment.java");
    Files.writeString(source, block.group(1));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    folder.toString(),
                    source.toString()))
        .isZero();
    final Customer customer = world.customerCalls();
    final CompletableFuture<Void> typing =
        CompletableFuture.runAsync(() -> customer.typesEverything(Customer.GOOD_CARD));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      final Method take =
          loader.loadClass("FirstPayment").getDeclaredMethod("take", PayClient.class, String.class);
      take.setAccessible(true);
      final PaySession paid =
          (PaySession) take.invoke(null, world.client("alice"), customer.call());
      assertThat(paid.state()).isEqualTo(SessionState.PAID);
      assertThat(paid.total()).contains(new BigDecimal("42.50"));
    }
    typing.join();
  }

  private CardCapture attach(String agent, Customer customer) {
    return world.client(agent).attachPay(customer.call(), events.listener());
  }

  private static CaptureException failure(ThrowingCallable method) {
    return catchThrowableOfType(CaptureException.class, method);
  }

  private static ProblemType refusal(ThrowingCallable method) {
    return catchThrowableOfType(PayException.class, method).type();
  }
}
