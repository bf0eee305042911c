package dev.agentpay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceCookieTest {
  @ParameterizedTest
  @CsvSource({
    "https, pay.example.com, true",
    "https, localhost:8443, true",
    "http, pay.example.com, true",
    "http, 127.0.0.1.example.com, true",
    "http, '', true",
    "http, localhost:8080, false",
    "http, 127.0.0.1:8080, false",
    "http, [::1]:8080, false"
  })
  void only_this_machine_may_do_without_tls(String scheme, String host, boolean isSecure) {
    assertThat(DeviceCookie.isSecure(scheme, host)).isEqualTo(isSecure);
  }
}
