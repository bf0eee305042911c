package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.options.ConnectorOptions;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.RestRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests every published REST error of calls and payments: its code, and that nothing has changed.
class RestErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "64003 | ChargeAmount | -1",
        "64003 | ChargeAmount | ten",
        "64003 | ChargeAmount | 1e3",
        "64003 | ChargeAmount | 1000000",
        "64004 | PaymentConnector | nobody's",
        "64011 | Currency | EUR",
        "64020 | Currency | ABC",
        "64020 | PaymentMethod | cheque",
        "64020 | TokenType | forever",
        "64020 | Input | speech",
        "64020 | Timeout | 601",
        "64020 | Timeout | soon",
        "64020 | MinPostalCodeLength | -2",
        "64020 | SecurityCode | perhaps",
        "64020 | PostalCode | 94107",
        "64020 | ValidCardTypes | visa monopoly",
        "64020 | Parameter | [1]",
        "64020 | Parameter | {\"a\":{\"b\":1}}",
        "64020 | Parameter | {",
        "64020 | StatusCallback | /relative",
        "64020 | StatusCallback | ftp://centre.example/pay",
        "64020 | StatusCallback | -",
        "64020 | IdempotencyKey | -",
        "64020 | BankAccountType | piggy-bank",
        "64017 | BankAccountType | consumer-savings",
        "64014 | PaymentMethod | ach-debit",
        "64020 | RequireMatchingInputs | shoe-size",
        "64020 | RequireMatchingInputs | bank-account-number",
        "64020 | RequireMatchingInputs | payment-card-number,",
        "64020 | RequireMatchingInputs | payment-card-number security-code",
        "64020 | RequireMatchingInputs | postal-code",
        "64020 | Confirmation | perhaps",
      })
  void refuses_an_invalid_create_with_its_code(int code, String name, String value) {
    final VirtualWorld world =
        new VirtualWorld(options -> options.withConnector(dollarsOnly("ours")));
    final String call = world.call();
    final RestAnswer.Json answer = world.create(call, name, value);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(world.code(answer)).isEqualTo(code);
    assertThat(answer.body().get("status")).isEqualTo(400);
    assertThat(answer.body().get("more_info"))
        .isEqualTo("https://www.twilio.com/docs/errors/" + code);
    world.pass(1);
    assertThat(world.callbacks()).isEmpty();
    assertThat(world.twilio.call(call).paymentSid()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, charge-less", "999999.99, charge"})
  void accepts_the_limits_of_the_amount(String amount, String kind) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    world.open(call, "ChargeAmount", amount);
    world.pass(1);
    assertThat(world.lastCallback().containsKey("ChargeAmount")).isEqualTo(kind.equals("charge"));
  }

  @Test
  void refuses_a_create_beyond_the_connectors_capabilities() {
    assertThat(codeWith(capable("c", false, true, Set.of("one-time")))).isEqualTo(64007);
    assertThat(codeWith(capable("c", true, false, Set.of("one-time")), "ChargeAmount", "-"))
        .isEqualTo(64005);
    assertThat(codeWith(capable("c", true, true, Set.of("one-time")), "ChargeAmount", "0"))
        .isEqualTo(64006);
    assertThat(
            codeWith(
                with(
                    ConnectorOptions.hosted("c"),
                    ConnectorOptions.Mode.TEST,
                    Set.of(),
                    Set.of("ach-debit"))))
        .isEqualTo(64013);
    assertThat(
            codeWith(
                with(
                    ConnectorOptions.hosted("c"),
                    ConnectorOptions.Mode.TEST,
                    Set.of("action"),
                    Set.of("credit-card"))))
        .isEqualTo(64015);
    assertThat(
            codeWith(
                with(
                    ConnectorOptions.hosted("c"),
                    ConnectorOptions.Mode.LIVE,
                    Set.of(),
                    Set.of("credit-card"))))
        .isEqualTo(64024);
  }

  @Test
  void an_update_needs_either_capture_or_status() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    assertThat(world.code(world.update(call, payment))).isEqualTo(64018);
    assertThat(
            world.code(world.update(call, payment, "Capture", "security-code", "Status", "cancel")))
        .isEqualTo(64018);
  }

  @ParameterizedTest
  @CsvSource({
    "64020, Capture, shoe-size",
    "64020, Capture, postal-code",
    "64020, Capture, bank-account-number",
    "64020, Capture, payment-card-number-matcher",
    "64020, Capture, bank-account-number-matcher",
    "64020, Status, finished",
    "64019, Status, complete",
  })
  void an_invalid_update_leaves_the_payment_open(int code, String name, String value) {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.pass(1);
    int before = world.callbacks().size();
    assertThat(world.code(world.update(call, payment, name, value))).isEqualTo(code);
    world.pass(1);
    assertThat(world.callbacks()).hasSize(before);
    world.fill(call, payment);
    assertThat(world.complete(call, payment).status()).isEqualTo(202);
  }

  @Test
  void an_update_needs_its_key_and_callback() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    assertThat(world.code(world.update(call, payment, "Status", "cancel", "IdempotencyKey", "")))
        .isEqualTo(64020);
    assertThat(world.code(world.update(call, payment, "Status", "cancel", "StatusCallback", "")))
        .isEqualTo(64020);
  }

  @Test
  void unknown_sids_are_not_found() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    final String other = world.call();
    assertThat(world.create("CA00000000000000000000000000000000").status()).isEqualTo(404);
    assertThat(
            world.update(call, "PK00000000000000000000000000000000", "Status", "cancel").status())
        .isEqualTo(404);
    assertThat(world.code(world.update(other, payment, "Status", "cancel"))).isEqualTo(20404);
  }

  @Test
  void a_payment_needs_a_call_in_progress() {
    final VirtualWorld world = new VirtualWorld();
    final String ringing = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    assertThat(world.code(world.create(ringing))).isEqualTo(21220);
  }

  @Test
  void a_finished_payment_refuses_updates() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.fill(call, payment);
    assertThat(world.complete(call, payment).status()).isEqualTo(202);
    assertThat(world.code(world.cancel(call, payment))).isEqualTo(64021);
    world.pass(5);
    assertThat(world.lastCallback()).containsEntry("Result", "success");
    assertThat(world.code(world.complete(call, payment))).isEqualTo(64021);
    assertThat(world.connectorRequests()).hasSize(1);
  }

  @Test
  void accepts_only_the_accounts_own_credentials() {
    final VirtualWorld world = new VirtualWorld();
    for (String authorization :
        new String[] {
          null, "", "Basic", "Basic !", "Bearer x", "Basic QUM6eA==", "Basic " + "A".repeat(9_000)
        }) {
      final RestAnswer answer =
          world
              .twilio
              .rest(
                  new RestRequest(
                      "GET",
                      "/2010-04-01/Accounts/" + world.options.accountSid() + "/Calls.json",
                      "",
                      "",
                      Optional.ofNullable(authorization)))
              .join();
      assertThat(answer)
          .isInstanceOfSatisfying(
              RestAnswer.Json.class,
              json -> {
                assertThat(json.status()).isEqualTo(401);
                assertThat(world.code(json)).isEqualTo(20003);
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /Calls, 404",
    "GET, /Calls/CA1.json, 404",
    "GET, /Messages.json, 404",
    "POST, .json, 405",
    "GET, .json, 200",
    "GET, /Calls/CA1/Payments.json, 405",
    "GET, /Calls/CA1/Payments/PK1/More.json, 404",
  })
  void unknown_paths_get_twilios_errors(String method, String path, int status) {
    final VirtualWorld world = new VirtualWorld();
    assertThat(world.now(world.rest(method, path, Map.of())).status()).isEqualTo(status);
  }

  @Test
  void refuses_a_malformed_form() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final CompletableFuture<RestAnswer> good =
        world.rest("POST", "/Calls/" + call + "/Payments.json", Map.of());
    assertThat(world.now(good).status()).isEqualTo(400);
    final Map<String, String> form = new HashMap<>();
    for (int i = 0; i <= Form.MOST_PARAMETERS; i++) {
      form.put("p" + i, "1");
    }
    final RestAnswer.Json answer =
        world.now(world.rest("POST", "/Calls/" + call + "/Payments.json", form));
    assertThat(world.code(answer)).isEqualTo(20001);
  }

  private static ConnectorOptions dollarsOnly(String name) {
    final ConnectorOptions c =
        ConnectorOptions.generic(name, "https://connector.example/pay", "u", "p");
    return new ConnectorOptions(
        c.name(),
        c.kind(),
        c.url(),
        c.user(),
        c.password(),
        c.mode(),
        false,
        true,
        true,
        c.tokenTypes(),
        Set.of("USD"),
        c.paymentMethods(),
        Set.of());
  }

  private static ConnectorOptions capable(
      String name, boolean charges, boolean tokenizes, Set<String> tokenTypes) {
    final ConnectorOptions c = ConnectorOptions.hosted(name);
    return new ConnectorOptions(
        name,
        c.kind(),
        "",
        "",
        "",
        c.mode(),
        false,
        charges,
        tokenizes,
        tokenTypes,
        Set.of(),
        c.paymentMethods(),
        Set.of());
  }

  private static ConnectorOptions with(
      ConnectorOptions c, ConnectorOptions.Mode mode, Set<String> parameters, Set<String> methods) {
    return new ConnectorOptions(
        c.name(),
        c.kind(),
        "",
        "",
        "",
        mode,
        false,
        true,
        true,
        c.tokenTypes(),
        Set.of(),
        methods,
        parameters);
  }

  private static int codeWith(ConnectorOptions connector, String... more) {
    final VirtualWorld world = new VirtualWorld(options -> options.withConnector(connector));
    final String call = world.call();
    final String[] parameters = new String[more.length + 2];
    parameters[0] = "PaymentConnector";
    parameters[1] = connector.name();
    System.arraycopy(more, 0, parameters, 2, more.length);
    return world.code(world.create(call, parameters));
  }
}
