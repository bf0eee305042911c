package dev.agentpay.connector.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class SecretsTest {
  private static final String NUMBER = "4242424242424242";

  private final CardNumber number = new CardNumber(NUMBER.toCharArray());
  private final SecurityCode code = new SecurityCode("739".toCharArray());
  private final Expiry expiry = Expiry.of(8, 27);
  private final BankAccountNumber account = new BankAccountNumber("123456789".toCharArray());

  static List<Secret> secrets() {
    return List.of(
        new CardNumber(NUMBER.toCharArray()),
        new SecurityCode("739".toCharArray()),
        Expiry.of(8, 27),
        new BankAccountNumber("123456789".toCharArray()));
  }

  @Test
  void to_string_shows_only_the_mask() {
    assertThat(number).hasToString("•••• 4242");
    assertThat(code).hasToString("•••");
    assertThat(expiry).hasToString("••/••");
    assertThat(account).hasToString("••••89");
  }

  @Test
  void order_shows_only_masks() {
    PaymentMethod card =
        new PaymentMethod.Card(
            number, Optional.of(code), Optional.of(expiry), Optional.of("94105"));
    ChargeOrder order =
        new ChargeOrder(
            new TransactionId("t-1"),
            Optional.of(new SessionId("ps_1")),
            card,
            Money.of("10", "USD"),
            Optional.empty(),
            Map.of());
    assertThat(card).hasToString("card •••• 4242");
    assertThat(order.toString())
        .contains("•••• 4242")
        .doesNotContain(NUMBER, "739", "08", "27", "94105");
    assertThat(new PaymentMethod.BankAccount(account, "110000000"))
        .hasToString("bank account ••••89");
    assertThatThrownBy(() -> JsonMapper.shared().writeValueAsString(order))
        .isInstanceOf(JacksonException.class)
        .message()
        .doesNotContain(NUMBER, "739");
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void jackson_refuses_to_serialize_a_secret(Secret secret) {
    for (Object value : List.of(secret, List.of(secret), Map.of("a", secret))) {
      assertThatThrownBy(() -> JsonMapper.shared().writeValueAsString(value))
          .isInstanceOf(JacksonException.class)
          .hasMessageContaining("must not be serialized");
    }
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void wiped_secret_reveals_nothing(Secret secret) {
    secret.wipe();
    assertThatThrownBy(() -> secret.reveal(digits -> digits.length))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wiped");
    assertThat(secret.toString()).doesNotContainPattern("[0-9]");
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void wipes_the_revealed_copy(Secret secret) {
    AtomicReference<char[]> seen = new AtomicReference<>();
    secret.reveal(
        digits -> {
          seen.set(digits);
          return assertThat(digits).doesNotContain('\0');
        });
    assertThat(seen.get()).containsOnly('\0');
  }

  @Test
  void keeps_its_own_copy() {
    char[] digits = NUMBER.toCharArray();
    CardNumber own = new CardNumber(digits);
    Arrays.fill(digits, '\0');
    assertThat(own.is(NUMBER)).isTrue();
    assertThat(own.is("4242424242424241")).isFalse();
    assertThat(own.is("42424242424242420")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4242424242424242",
        "card 4242 4242 4242 4242 was refused",
        "4242-4242-4242-4242",
        "44242424242424242",
        "x4242424242424242y4242424242424242z"
      })
  void masks_its_digits_in_free_text(String text) {
    assertThat(number.maskIn(text).replaceAll("[^0-9]", "").length()).isLessThan(2);
  }

  @Test
  void leaves_other_text_unchanged() {
    String text = "ch_42424242 4242 x 4242 4242, 4000000000000002";
    assertThat(number.maskIn(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42424242424", "42424242424242424242", "424242424242424x"})
  void reports_an_invalid_number_without_repeating_it(String digits) {
    assertThatThrownBy(() -> new CardNumber(digits.toCharArray()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A card number must be 12 to 19 digits and nothing else");
  }

  @Test
  void expiry_includes_its_own_month() {
    assertThat(expiry.month()).isEqualTo(8);
    assertThat(expiry.year()).isEqualTo(2027);
    assertThat(Expiry.of(12, 2031).year()).isEqualTo(2031);
    assertThat(expiry.covers(YearMonth.of(2027, 8))).isTrue();
    assertThat(expiry.covers(YearMonth.of(2027, 9))).isFalse();
  }

  @Test
  void converts_money_to_minor_units() {
    assertThat(Money.of("10.00", "USD").minorUnits()).isEqualTo(1000);
    assertThat(Money.of("10.0", "usd")).isEqualTo(Money.of("10", "USD"));
    assertThat(Money.of("10", "JPY").minorUnits()).isEqualTo(10);
    assertThat(Money.of("1.234", "KWD").minorUnits()).isEqualTo(1234);
    assertThat(Money.of("0.5", "EUR")).hasToString("0.50 EUR");
  }
}
