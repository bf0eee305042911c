package dev.agentpay.payments.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectorKindsTest {
  private static Set<String> declines(String kind) {
    return ConnectorKinds.of(kind).orElseThrow().declines();
  }

  @Test
  void only_ours_has_a_ledger() {
    assertThat(ConnectorKinds.names())
        .allSatisfy(
            name ->
                assertThat(ConnectorKinds.of(name).orElseThrow().hasLedger())
                    .isEqualTo(name.equals("ours")));
  }

  @Test
  void each_vendor_has_its_own_declines() {
    assertThat(declines("ours")).contains("card_declined", "invalid_amount");
    assertThat(declines("hosted:stripe")).contains("card_declined", "do_not_honor");
    assertThat(declines("hosted:braintree")).contains("2000").doesNotContain("2016", "3000");
    assertThat(declines("hosted:adyen")).contains("Expired Card");
    assertThat(declines("hosted:chase")).isEmpty();
    assertThat(ConnectorKinds.of("hosted:nobody")).isEmpty();
  }

  @Test
  void hosted_combines_all_declines_except_bare_numbers() {
    assertThat(declines("hosted")).contains("do_not_honor", "Expired Card").doesNotContain("2000");
  }

  @Test
  void lists_no_code_that_may_follow_a_charge() {
    for (String name : ConnectorKinds.names()) {
      assertThat(declines(name))
          .as(name)
          .doesNotContain(
              "duplicate_transaction",
              "processing_error",
              "try_again_later",
              "session_already_charged",
              "idempotency_mismatch");
    }
  }

  @Test
  void names_the_wrong_line_of_a_file() {
    assertThatThrownBy(() -> DeclineFile.read("a.declines", List.of("# none", "card_declined")))
        .hasMessage(
            "a.declines, line 2: card_declined has no source: add a line source: ... before it");
    assertThatThrownBy(
            () -> DeclineFile.read("a.declines", List.of("source: x", "Duplicate Transaction")))
        .hasMessage("a.declines, line 2: Duplicate Transaction does not prove a decline");
    assertThatThrownBy(() -> DeclineFile.read("a.declines", List.of("source: x", "no", "no")))
        .hasMessage("a.declines, line 3: no occurs twice");
  }
}
