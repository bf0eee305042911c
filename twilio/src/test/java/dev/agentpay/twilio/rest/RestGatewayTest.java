package dev.agentpay.twilio.rest;

import static dev.agentpay.payments.values.CaptureField.BANK_ACCOUNT_NUMBER;
import static dev.agentpay.payments.values.CaptureField.BANK_ROUTING_NUMBER;
import static dev.agentpay.payments.values.CaptureField.EXPIRATION_DATE;
import static dev.agentpay.payments.values.CaptureField.PAYMENT_CARD_NUMBER;
import static dev.agentpay.payments.values.CaptureField.POSTAL_CODE;
import static dev.agentpay.payments.values.CaptureField.SECURITY_CODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.payments.TwilioGateway.Envelope;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.BankAccountType;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.payments.values.TokenType;
import dev.agentpay.twilio.Options;
import dev.agentpay.twilio.webhook.Form;
import java.io.IOException;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Checks the requests on the wire.
class RestGatewayTest {
  private static final CallSid CALL = new CallSid("CA" + "c".repeat(32));
  private static final PaymentSid PAYMENT = new PaymentSid("PK" + "d".repeat(32));
  private static final SessionId SESSION = new SessionId("ps_abcdefghijklmnopqrstuvwxyz");
  private static final String PAYMENTS =
      "/2010-04-01/Accounts/%s/Calls/%s/Payments".formatted(Options.ACCOUNT, CALL);
  private static final String CALLBACK =
      "https://pay.example.com/twilio/payments/status?capture=%d&session=%s#rc=5&ct=2000&rt=2000&rp=ct,rt,5xx";

  private RawServer twilio;
  private TwilioConnection connection;

  @BeforeEach
  void open() throws IOException {
    twilio = new RawServer(RawServer.opened());
    connection = TwilioConnection.open(Options.at(twilio.uri()));
  }

  @AfterEach
  void close() {
    connection.close();
    twilio.close();
  }

  @Test
  void sends_a_charge_with_all_parameters() {
    final Answer answer =
        send(
            1,
            new Instruction.Create(
                new PayRequest(
                    CALL,
                    Optional.of(Money.of("42.50", "EUR")),
                    Optional.of(Money.of("2.5", "EUR")),
                    Currency.getInstance("EUR"),
                    "Order 7, caf\u00e9 & cr\u00e8me",
                    "ref-7",
                    "Ours",
                    TokenType.REUSABLE,
                    PaymentMethod.CREDIT_CARD,
                    Optional.empty(),
                    List.of(PAYMENT_CARD_NUMBER, SECURITY_CODE, EXPIRATION_DATE, POSTAL_CODE),
                    List.of("visa", "amex"),
                    5,
                    7,
                    Map.of("desk", "12", "action", "AUTH"),
                    Advance.SERVER,
                    Optional.empty(),
                    List.of(PAYMENT_CARD_NUMBER, POSTAL_CODE))));

    assertThat(answer).isEqualTo(new Answer.Accepted(new PaymentSid(RawServer.PAYMENT)));
    assertThat(request().line()).isEqualTo("POST " + PAYMENTS + ".json HTTP/1.1");
    assertThat(parameters())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("IdempotencyKey", SESSION + ":1"),
                Map.entry("StatusCallback", CALLBACK.formatted(1, SESSION)),
                Map.entry("PaymentConnector", "Ours"),
                Map.entry("PaymentMethod", "credit-card"),
                Map.entry("RequireMatchingInputs", "payment-card-number,postal-code"),
                Map.entry("ChargeAmount", "45.00"),
                Map.entry("Currency", "EUR"),
                Map.entry("Description", "Order 7, caf\u00e9 & cr\u00e8me"),
                Map.entry("SecurityCode", "true"),
                Map.entry("PostalCode", "true"),
                Map.entry("MinPostalCodeLength", "5"),
                Map.entry("Timeout", "7"),
                Map.entry("ValidCardTypes", "visa amex"),
                Map.entry(
                    "Parameter",
                    "{\"action\":\"AUTH\",\"agentpaySession\":\"%s\",\"desk\":\"12\"}"
                        .formatted(SESSION))));
  }

  @Test
  void sends_a_token_type_but_no_amount() {
    send(1, new Instruction.Create(card("Ours", Optional.empty(), TokenType.ONE_TIME, Map.of())));

    assertThat(parameters())
        .containsEntry("TokenType", "one-time")
        .doesNotContainKey("ChargeAmount");
    assertThat(parameters()).containsEntry("Currency", "USD");
  }

  @Test
  void sends_no_token_type_with_a_charge() {
    send(1, new Instruction.Create(charge("9.99", "USD")));

    assertThat(parameters()).containsEntry("ChargeAmount", "9.99").doesNotContainKey("TokenType");
  }

  @Test
  void formats_amounts_of_every_currency() {
    send(1, new Instruction.Create(charge("100000", "JPY")));

    assertThat(parameters())
        .containsEntry("ChargeAmount", "100000")
        .containsEntry("Currency", "JPY");
  }

  @Test
  void a_minimal_request_has_only_required_parameters() {
    send(1, new Instruction.Create(card("Hosted", Optional.empty(), TokenType.REUSABLE, Map.of())));

    assertThat(parameters().keySet())
        .containsExactlyInAnyOrder(
            "IdempotencyKey",
            "StatusCallback",
            "PaymentConnector",
            "PaymentMethod",
            "Currency",
            "SecurityCode",
            "PostalCode",
            "Timeout",
            "TokenType");
    assertThat(parameters())
        .containsEntry("SecurityCode", "false")
        .containsEntry("PostalCode", "false");
  }

  @Test
  void only_our_connectors_get_the_session_id() {
    send(
        1,
        new Instruction.Create(
            card("Hosted", Optional.empty(), TokenType.REUSABLE, Map.of("a", "b"))));

    assertThat(parameters()).containsEntry("Parameter", "{\"a\":\"b\"}");
  }

  @Test
  void a_parameter_cannot_replace_the_session_id() {
    send(
        1,
        new Instruction.Create(
            card(
                "Ours",
                Optional.empty(),
                TokenType.REUSABLE,
                Map.of("agentpaySession", "ps_zzzzzzzzzzzzzzzzzzzzzzzzzz"))));

    assertThat(parameters())
        .containsEntry("Parameter", "{\"agentpaySession\":\"%s\"}".formatted(SESSION));
  }

  @Test
  void sends_a_bank_account_debit() {
    send(
        1,
        new Instruction.Create(
            new PayRequest(
                CALL,
                Optional.of(Money.of("1", "USD")),
                Optional.empty(),
                Currency.getInstance("USD"),
                "",
                "",
                "Hosted",
                TokenType.REUSABLE,
                PaymentMethod.ACH_DEBIT,
                Optional.of(BankAccountType.COMMERCIAL_CHECKING),
                List.of(BANK_ROUTING_NUMBER, BANK_ACCOUNT_NUMBER),
                List.of(),
                0,
                5,
                Map.of("AVSName", "A. Customer"),
                Advance.SERVER,
                Optional.empty(),
                List.of())));

    assertThat(parameters())
        .containsEntry("PaymentMethod", "ach-debit")
        .containsEntry("BankAccountType", "commercial-checking")
        .containsEntry("SecurityCode", "false")
        .containsEntry("PostalCode", "false")
        .hasEntrySatisfying(
            "Parameter",
            json ->
                assertThat(json)
                    .contains("\"AVSName\":\"A. Customer\"")
                    .contains("\"bankAccountType\":\"commercial-checking\""));
  }

  @ParameterizedTest
  @EnumSource(CaptureField.class)
  void captures_every_field(CaptureField field) {
    send(12, new Instruction.Capture(field));

    assertThat(request().line()).isEqualTo("POST " + PAYMENTS + "/" + PAYMENT + ".json HTTP/1.1");
    assertThat(parameters())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "IdempotencyKey", SESSION + ":12",
                "StatusCallback", CALLBACK.formatted(12, SESSION),
                "Capture", field.wire()));
  }

  @ParameterizedTest
  @EnumSource(
      value = CaptureField.class,
      names = {"BANK_ROUTING_NUMBER", "BANK_ACCOUNT_NUMBER"},
      mode = EnumSource.Mode.EXCLUDE)
  void captures_every_second_entry(CaptureField field) {
    send(12, new Instruction.Capture(field, true));

    assertThat(parameters()).containsEntry("Capture", field.wire() + "-matcher");
  }

  @Test
  void sends_complete_and_cancel() {
    send(20, new Instruction.Complete());
    assertThat(parameters())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "IdempotencyKey",
                SESSION + ":20",
                "StatusCallback",
                CALLBACK.formatted(20, SESSION),
                "Status",
                "complete"));

    send(21, new Instruction.Cancel());
    assertThat(parameters()).containsEntry("Status", "cancel").doesNotContainKey("Capture");
  }

  @Test
  void cancels_an_orphan_by_its_own_sid() {
    final PaymentSid orphan = new PaymentSid("PK" + "e".repeat(32));

    send(9, new Instruction.CancelOrphan(orphan));

    assertThat(request().line()).isEqualTo("POST " + PAYMENTS + "/" + orphan + ".json HTTP/1.1");
    assertThat(parameters()).containsEntry("Status", "cancel");
  }

  @Test
  void a_repeated_attempt_sends_the_same_request() {
    send(12, new Instruction.Capture(SECURITY_CODE));
    send(12, new Instruction.Capture(SECURITY_CODE));

    assertThat(twilio.received().get(1).form().parameters())
        .containsExactlyInAnyOrderElementsOf(twilio.received().get(0).form().parameters());
  }

  @Test
  void authenticates_with_the_api_key_over_one_connection() {
    send(12, new Instruction.Capture(SECURITY_CODE));
    send(13, new Instruction.Complete());

    assertThat(request().headers())
        .containsEntry(
            "Authorization",
            "Basic "
                + java.util.Base64.getEncoder()
                    .encodeToString(
                        (Options.API_KEY + ":" + Options.API_SECRET)
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .containsEntry("Content-Type", "application/x-www-form-urlencoded")
        .containsEntry("Accept", "application/json")
        .containsEntry("User-Agent", "agentpay");
    assertThat(twilio.connections()).isEqualTo(1);
  }

  @Test
  void sends_nothing_before_the_payment_is_open() {
    final Answer answer =
        gateway().send(new Envelope(SESSION, 4, CALL, Optional.empty()), new Instruction.Cancel());

    assertThat(answer).isInstanceOf(Answer.NotSent.class);
    assertThat(twilio.received()).isEmpty();
  }

  @Test
  void does_not_query_the_ledger() {
    assertThatThrownBy(() -> send(4, new Instruction.AskLedger()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Answer send(long number, Instruction instruction) {
    final Optional<PaymentSid> payment =
        instruction instanceof Instruction.Create ? Optional.empty() : Optional.of(PAYMENT);
    return gateway().send(new Envelope(SESSION, number, CALL, payment), instruction);
  }

  private dev.agentpay.payments.TwilioGateway gateway() {
    return connection.gateway("Ours"::equals);
  }

  private RawServer.Received request() {
    return twilio.received().getLast();
  }

  private Map<String, String> parameters() {
    final Map<String, String> parameters = new LinkedHashMap<>();
    for (Form.Parameter parameter : request().form().parameters()) {
      assertThat(parameters.put(parameter.name(), parameter.value())).isNull();
    }
    return parameters;
  }

  private static PayRequest charge(String amount, String currency) {
    return card("Ours", Optional.of(Money.of(amount, currency)), TokenType.REUSABLE, Map.of());
  }

  private static PayRequest card(
      String connector, Optional<Money> amount, TokenType type, Map<String, String> parameters) {
    return new PayRequest(
        CALL,
        amount,
        Optional.empty(),
        amount.map(Money::currency).orElse(Currency.getInstance("USD")),
        "",
        "",
        connector,
        type,
        PaymentMethod.CREDIT_CARD,
        Optional.empty(),
        List.of(PAYMENT_CARD_NUMBER, EXPIRATION_DATE),
        List.of(),
        0,
        5,
        parameters,
        Advance.SERVER,
        Optional.empty(),
        List.of());
  }
}
