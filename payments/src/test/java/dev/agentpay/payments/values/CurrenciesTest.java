package dev.agentpay.payments.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrenciesTest {
  @ParameterizedTest
  @CsvSource({"USD, 2", "usd, 2", "JPY, 0", "PKR, 2", "COP, 2", "HUF, 2", "BHD, 3", "XOF, 0"})
  void finds_money_by_code(String code, int decimals) {
    assertThat(Currencies.of(code).getDefaultFractionDigits()).isEqualTo(decimals);
  }

  /// No currency, tests, metals, a fund, withdrawn ones, and a Turkish letter that upper case turns
  /// into an I.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "XXX",
        "XTS",
        "XAU",
        "XDR",
        "CLF",
        "DEM",
        "HRK",
        "BGN",
        "\u0131qd",
        "US",
        "",
        "USDX"
      })
  void refuses_other_codes(String code) {
    assertThatThrownBy(() -> Currencies.of(code))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ISO 4217");
  }

  @Test
  void this_jdk_knows_every_active_currency() {
    assertThat(Currencies.all())
        .hasSize(155)
        .allMatch(currency -> currency.getDefaultFractionDigits() >= 0)
        .extracting(Currency::getCurrencyCode)
        .contains("XCG", "ZWG")
        .isSorted();
  }
}
