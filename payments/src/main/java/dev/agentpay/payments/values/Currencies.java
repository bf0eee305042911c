package dev.agentpay.payments.values;

import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The currencies in which a payment may be taken: the active ISO 4217 codes of money. Codes for
/// precious metals, funds, tests and "no currency" are not among them, nor are withdrawn ones.
///
/// @see <a
///   href="https://www.six-group.com/en/products-services/financial-information/data-standards.html">
///   ISO 4217: list one</a>
public final class Currencies {
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{3}");

  /// List one of ISO 4217 as of January 2026, without funds codes and the codes that begin with X
  /// and are no money.
  private static final String ACTIVE =
      """
      AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
      CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
      GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
      KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
      NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
      SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
      VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
      """;

  private static final Map<String, Currency> BY_CODE = byCode();

  private Currencies() {}

  /// Returns a currency by its code, in upper or lower case.
  ///
  /// @throws IllegalArgumentException if it is not the code of money in use
  public static Currency of(String code) {
    final Currency currency =
        CODE.matcher(code).matches() ? BY_CODE.get(code.toUpperCase(Locale.ROOT)) : null;
    if (currency == null) {
      throw new IllegalArgumentException(
          "a currency must be an active ISO 4217 code of money, for example USD");
    }
    return currency;
  }

  /// All currencies, by code.
  public static List<Currency> all() {
    return List.copyOf(BY_CODE.values());
  }

  /// The JDK knows the number of decimals. It may be older than this list, so codes that it does
  /// not know are left out.
  private static Map<String, Currency> byCode() {
    final Map<String, Currency> known =
        Currency.getAvailableCurrencies().stream()
            .collect(Collectors.toMap(Currency::getCurrencyCode, currency -> currency));
    final Map<String, Currency> active = new TreeMap<>(known);
    active.keySet().retainAll(Set.of(ACTIVE.strip().split("\\s+")));
    return active;
  }
}
