package dev.agentpay.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.values.CaptureField;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompatOptionsTest {
  private static final String SERVICE = "IS" + "a".repeat(32);

  @Test
  void accepts_the_defaults_without_clients() {
    assertThat(CompatOptions.none().problems()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ExistingClient.class)
  void requires_a_sync_service_for_clients_that_need_one(ExistingClient client) {
    final boolean needsNone = client == ExistingClient.FLASK || client == ExistingClient.GENESYSPAY;
    final List<String> problems = options(Set.of(client), List.of()).problems();
    if (needsNone) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .singleElement()
          .asString()
          .startsWith("syncServices: must contain at least one Sync service");
    }
    assertThat(options(Set.of(client), List.of(SERVICE)).problems()).isEmpty();
  }

  @Test
  void reports_each_malformed_sync_service() {
    assertThat(options(Set.of(), List.of("IS1", SERVICE, "AC" + "a".repeat(32))).problems())
        .containsExactly(
            "syncServices: must be SIDs of IS and 32 hex digits; got IS1",
            "syncServices: must be SIDs of IS and 32 hex digits; got AC" + "a".repeat(32));
  }

  @Test
  void reports_a_repeated_sync_service() {
    assertThat(options(Set.of(), List.of(SERVICE, SERVICE)).problems())
        .containsExactly("syncServices: must not contain the same SID twice");
  }

  @Test
  void reports_a_capture_order_without_mandatory_fields() {
    final String problem = "captureOrder: must contain payment-card-number and expiration-date";
    assertThat(withOrder(CaptureField.PAYMENT_CARD_NUMBER).problems()).containsExactly(problem);
    assertThat(withOrder(CaptureField.EXPIRATION_DATE).problems()).containsExactly(problem);
    assertThat(withOrder(CaptureField.EXPIRATION_DATE, CaptureField.PAYMENT_CARD_NUMBER).problems())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ExistingClient.class)
  void finds_a_client_by_its_configured_name(ExistingClient client) {
    assertThat(ExistingClient.ofWire(client.wire())).contains(client);
    assertThat(ExistingClient.ofWire(client.name())).isEmpty();
  }

  private static CompatOptions options(Set<ExistingClient> clients, List<String> services) {
    return options(clients, services, CompatOptions.CAPTURE_ORDER);
  }

  private static CompatOptions withOrder(CaptureField... order) {
    return options(Set.of(), List.of(), List.of(order));
  }

  private static CompatOptions options(
      Set<ExistingClient> clients, List<String> services, List<CaptureField> order) {
    return new CompatOptions(
        clients,
        false,
        services,
        "name",
        "payMap",
        "uuiMap",
        Optional.empty(),
        order,
        true,
        false,
        List.of("sandbox"),
        "USD",
        "",
        Optional.empty(),
        5,
        Optional.empty());
  }
}
