package dev.agentpay.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests signatures with the test vectors of Twilio's SDKs (token 12345).
class SignatureTest {
  private static final Map<String, String> BASE =
      Map.of(
          "Digits", "1234",
          "CallSid", "CA1234567890ABCDE",
          "To", "+18005551212",
          "Caller", "+14158675309",
          "From", "+14158675309");

  private final Signature signature = new Signature("12345");

  @ParameterizedTest
  @CsvSource({
    "https://mycompany.com/myapp.php?foo=1&bar=2, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    "https://mycompany.com:443/myapp.php?foo=1&bar=2, kvajT1Ptam85bY51eRf/AJRuM3w=",
    "http://mycompany.com:80/myapp.php?foo=1&bar=2, 0ZXoZLH/DfblKGATFgpif+LLRf4=",
    "http://mycompany.com:1234/myapp.php?foo=1&bar=2, Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
    "http://mycompany.com/myapp.php?foo=1&bar=2, OyGYPqTF6ztdbRNCvuQO/oPvqQ4=",
    "https://mycompany.com/myapp.php, 1xaxFBvyzXYvWplzNOSs28HWO94=",
    "https://user:pass@mycompany.com/myapp.php?foo=1&bar=2, CukzLTc1tT5dXEDIHm/tKBanW10=",
  })
  void signs_the_url_and_every_parameter(String url, String expected) {
    assertThat(signature.of(url, BASE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://mycompany.com/myapp.php?foo=1&bar=2, zYQTYrRWXE7LtzbG4PfP7/bkkGo=",
    "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620,"
        + " a9nBmqA0ju/hNViExpshrM61xv4=",
    "https://mycompany.com/myapp.php?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620,"
        + " y77kIzt2vzLz71DgmJGsen2scGs=",
  })
  void signs_the_url_alone_when_there_are_no_parameters(String url, String expected) {
    assertThat(signature.of(url, Map.of())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Digits==CallSid=CA1234567890ABCDE=EmptyParam=, 9HHp/OqQMEwdrVebHDdA/+tqjX8=",
    "Zebra=last=Alpha=first=Beta=second=Gamma=third, enveUe73ZTVLAekHxez3Qx6JuuQ=",
  })
  void sorts_parameters_and_keeps_empty_ones(String pairs, String expected) {
    final String[] parts = pairs.split("=", -1);
    final Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i + 1 < parts.length; i += 2) {
      parameters.put(parts[i], parts[i + 1]);
    }
    assertThat(signature.of("https://mycompany.com/myapp.php?foo=1&bar=2", parameters))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/myapp.php?foo=1&bar=2, L/OH5YylLD5NRKLltdqwSvS0BnU=",
  })
  void signs_the_documented_example(String url, String expected) {
    final HashMap<String, String> parameters = new HashMap<>(BASE);
    parameters.put("Caller", "+14158675310");
    parameters.put("From", "+14158675310");
    assertThat(signature.of(url, parameters)).isEqualTo(expected);
  }
}
