package dev.agentpay.server.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.5                  | 203.0.113.5",
        "203.0.113.5:51008            | 203.0.113.5",
        "2001:db8::5                  | 2001:db8::5",
        "[2001:DB8::5]                | 2001:db8::5",
        "[2001:db8::5]:51008          | 2001:db8::5",
        "unknown                      | unknown",
        "[2001:db8::5                 | [2001:db8::5",
      })
  void reads_addresses_with_ports_and_brackets(String line, String hop) {
    assertThat(ForwardedHeader.X_FORWARDED_FOR.hops(List.of(line))).containsExactly(hop);
  }

  @Test
  void reads_all_lines_in_order() {
    assertThat(ForwardedHeader.X_FORWARDED_FOR.hops(List.of("a, b", "c:1 ,d")))
        .containsExactly("a", "b", "c", "d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "for=192.0.2.43                                   | 192.0.2.43",
        "For=\"192.0.2.43:47011\"                         | 192.0.2.43",
        "proto=https; for=\"[2001:db8:cafe::17]:4711\"    | 2001:db8:cafe::17",
        "for=\"_gazonk\"                                  | _gazonk",
        "by=203.0.113.43                                  | ~~",
        "by=\"a;for=198.51.100.1,b\";for=192.0.2.60       | 192.0.2.60",
      })
  void reads_the_for_parameter_of_rfc_7239(String line, String hop) {
    assertThat(ForwardedHeader.FORWARDED.hops(List.of(line))).containsExactly(hop);
  }
}
