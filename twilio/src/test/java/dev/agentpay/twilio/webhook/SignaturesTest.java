package dev.agentpay.twilio.webhook;

import static dev.agentpay.twilio.webhook.Forms.encoded;
import static dev.agentpay.twilio.webhook.Forms.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The test vectors come from Twilio's own SDKs and were recomputed independently.
class SignaturesTest {
  private static final String TOKEN = "12345";
  private static final String BASE = "https://mycompany.com/myapp.php?foo=1&bar=2";
  private static final String BASE_SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
  private static final byte[] JSON =
      "{\"property\": \"value\", \"boolean\": true}".getBytes(StandardCharsets.UTF_8);
  private static final String JSON_HASH =
      "bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
  private static final Form PARAMS =
      form(
          "Digits", "1234",
          "CallSid", "CA1234567890ABCDE",
          "To", "+18005551212",
          "Caller", "+14158675309",
          "From", "+14158675309");

  private final Signatures signatures = new Signatures(List.of(TOKEN));

  static Stream<Arguments> vectors() {
    return Stream.of(
        Arguments.of(BASE, PARAMS, BASE_SIGNATURE),
        Arguments.of(with("mycompany.com:443"), PARAMS, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        Arguments.of(http("mycompany.com:80"), PARAMS, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        Arguments.of(http("mycompany.com:1234"), PARAMS, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        Arguments.of(http("mycompany.com"), PARAMS, "OyGYPqTF6ztdbRNCvuQO/oPvqQ4="),
        Arguments.of(BASE, Form.EMPTY, "zYQTYrRWXE7LtzbG4PfP7/bkkGo="),
        Arguments.of("https://mycompany.com/myapp.php", PARAMS, "1xaxFBvyzXYvWplzNOSs28HWO94="),
        Arguments.of(
            BASE,
            form("Digits", "", "CallSid", "CA1234567890ABCDE", "EmptyParam", ""),
            "9HHp/OqQMEwdrVebHDdA/+tqjX8="),
        Arguments.of(
            BASE,
            form("Zebra", "last", "Alpha", "first", "Beta", "second", "Gamma", "third"),
            "enveUe73ZTVLAekHxez3Qx6JuuQ="),
        Arguments.of(with("user:pass@mycompany.com"), PARAMS, "CukzLTc1tT5dXEDIHm/tKBanW10="),
        Arguments.of(
            "https://example.com/myapp.php?foo=1&bar=2",
            form(
                "Digits", "1234",
                "CallSid", "CA1234567890ABCDE",
                "To", "+18005551212",
                "Caller", "+14158675310",
                "From", "+14158675310"),
            "L/OH5YylLD5NRKLltdqwSvS0BnU="),
        Arguments.of(
            BASE,
            form(
                "Message", "Hello & goodbye! @#$%^*()",
                "From", "+1 (415) 867-5309",
                "Special", "unicode: \u00f1\u00e1\u00e9\u00ed\u00f3\u00fa"),
            "dCPiR4WtQ6QFN6pJh81CtlCcWLQ="),
        Arguments.of(
            BASE,
            form("callSid", "lowercase", "CallSid", "uppercase", "CALLSID", "allcaps"),
            "jDK7WKT8wiNrwggd4ceTv4e1MJ4="),
        Arguments.of(
            "https://mycompany.com/webhook/Espa\u00f1a?a\u00f1o=2023",
            PARAMS,
            "G/Hx6mqqnjUNlPAoi2Sp9bGst0g="));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void accepts_twilios_test_vectors(String url, Form params, String signature) {
    assertThat(signatures.holds(url, params, signature)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void signs_like_twilio(String url, Form params, String signature) {
    assertThat(Signatures.sign(TOKEN, url, params)).isEqualTo(signature);
  }

  @ParameterizedTest
  @CsvSource({
    // signed with the port, received without it, and the other way round
    "https://mycompany.com/myapp.php?foo=1&bar=2, kvajT1Ptam85bY51eRf/AJRuM3w=",
    "http://mycompany.com/myapp.php?foo=1&bar=2, 0ZXoZLH/DfblKGATFgpif+LLRf4=",
    "https://mycompany.com:443/myapp.php?foo=1&bar=2, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    "https://mycompany.com:1234/myapp.php?foo=1&bar=2, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    // Twilio's documentation says that the user is dropped; a test in its SDK says that it is kept
    "https://user:pass@mycompany.com/myapp.php?foo=1&bar=2, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    "https://user:pass@mycompany.com:1234/myapp.php?foo=1&bar=2, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    // connection overrides are not signed
    "'https://mycompany.com/myapp.php?foo=1&bar=2#rc=5&ct=2000&rt=2000&rp=ct,rt,5xx', RSOYDt4T1cUTdK1PDd93/VVr8B8="
  })
  void accepts_all_spellings_that_twilio_may_sign(String url, String signature) {
    assertThat(signatures.holds(url, PARAMS, signature)).isTrue();
  }

  @Test
  void accepts_both_forms_of_an_apostrophe() {
    final String raw = BASE + "&Body=It's+amazing";
    final String escaped = BASE + "&Body=It%27s+amazing";

    for (String signature :
        List.of("TfZzewPq8wqrGlMfyAud8+/IvJ0=", "dsq4Ehbj6cs+KdTkpF5sSSplOWw=")) {
      assertThat(signatures.holds(raw, PARAMS, signature)).isTrue();
      assertThat(signatures.holds(escaped, PARAMS, signature)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Np1nax6uFoY6qpfT5l9jWwJeit0=", "hqeF3G9Hrnv6/R0jOhoYDD2PPUs="})
  void refuses_wrong_examples_from_the_documentation(String signature) {
    assertThat(signatures.holds(BASE, PARAMS, signature)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "RSOYDt4T1cUTdK1PDd93/VVr8B8",
        "RSOYDt4T1cUTdK1PDd93/VVr8B9=",
        "rSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "NOTRSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "\u20acSOYDt4T1cUTdK1PDd93/VVr8B8="
      })
  void refuses_another_signature(String signature) {
    assertThat(signatures.holds(BASE, PARAMS, signature)).isFalse();
  }

  static Stream<Arguments> alterations() {
    return Stream.of(
        Arguments.of("another path", BASE.replace("myapp", "yourapp"), PARAMS),
        Arguments.of("another query", BASE.replace("bar=2", "bar=3"), PARAMS),
        Arguments.of("another order in the query", with("mycompany.com", "bar=2&foo=1"), PARAMS),
        Arguments.of("another host", BASE.replace("mycompany", "yourcompany"), PARAMS),
        Arguments.of("another scheme", BASE.replace("https", "http"), PARAMS),
        Arguments.of("a parameter less", BASE, without(PARAMS, "Digits")),
        Arguments.of("an empty parameter more", BASE, and(PARAMS, "Zero", "")),
        Arguments.of("another value", BASE, and(without(PARAMS, "Digits"), "Digits", "1235")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("alterations")
  void refuses_an_altered_request(String what, String url, Form params) {
    assertThat(signatures.holds(url, params, BASE_SIGNATURE)).as(what).isFalse();
  }

  @Test
  void sorts_repeated_parameters_and_signs_duplicates_once() {
    final String signature = Signatures.sign(TOKEN, BASE, form("a", "1", "a", "2", "b", ""));

    assertThat(signatures.holds(BASE, encoded("b=&a=2&a=1&a=2"), signature)).isTrue();
    assertThat(signatures.holds(BASE, encoded("b=&a=2"), signature)).isFalse();
  }

  @Test
  void accepts_both_tokens_during_a_rotation() {
    final Signatures rotating = new Signatures(List.of("next", TOKEN));

    assertThat(rotating.holds(BASE, PARAMS, BASE_SIGNATURE)).isTrue();
    assertThat(rotating.holds(BASE, PARAMS, Signatures.sign("next", BASE, PARAMS))).isTrue();
    assertThat(rotating.holds(BASE, PARAMS, Signatures.sign("past", BASE, PARAMS))).isFalse();
  }

  @Test
  void accepts_a_json_body_by_its_hash() {
    final String url = BASE + "&" + JSON_HASH;
    final String bare = "https://mycompany.com/myapp.php?" + JSON_HASH;

    assertThat(signatures.holdsForBody(url, JSON, "a9nBmqA0ju/hNViExpshrM61xv4=")).isTrue();
    assertThat(signatures.holdsForBody(bare, JSON, "y77kIzt2vzLz71DgmJGsen2scGs=")).isTrue();
  }

  @Test
  void accepts_an_empty_json_object_signed_with_port() {
    final String url =
        BASE + "&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    final byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);

    assertThat(signatures.holdsForBody(url, empty, "Ldidvp12m26NI7eqEvxnEpkd9Hc=")).isTrue();
    assertThat(signatures.holdsForBody(url, empty, "rw/jVviOgicj2+kHZULvebnA4ag=")).isTrue();
  }

  @Test
  void refuses_an_altered_or_unhashed_json_body() {
    final String url = BASE + "&" + JSON_HASH;
    final byte[] altered = "{\"property\": \"value\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(signatures.holdsForBody(url, altered, "a9nBmqA0ju/hNViExpshrM61xv4=")).isFalse();
    assertThat(signatures.holdsForBody(url, JSON, BASE_SIGNATURE)).isFalse();
    assertThat(signatures.holdsForBody(BASE, JSON, "zYQTYrRWXE7LtzbG4PfP7/bkkGo=")).isFalse();
    assertThat(signatures.holdsForBody("https://mycompany.com/", JSON, BASE_SIGNATURE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://[2001:db8::1]/hook, https://[2001:db8::1]:443/hook",
    "https://[2001:db8::1]:8443/hook, https://[2001:db8::1]/hook",
    "https://mycompany.com, https://mycompany.com:443",
    "https://mycompany.com?at=a@b:7, https://mycompany.com:443?at=a@b:7",
    "https://mycompany.com/a%20b%2Fc?d=%2B, https://mycompany.com:443/a%20b%2Fc?d=%2B",
  })
  void finds_the_port_of_a_url(String received, String signed) {
    final String signature = Signatures.sign(TOKEN, signed, PARAMS);

    assertThat(signatures.holds(received, PARAMS, signature)).isTrue();
  }

  @Test
  void refuses_an_invalid_url() {
    assertThat(signatures.holds("", PARAMS, BASE_SIGNATURE)).isFalse();
    assertThat(signatures.holds("no url", PARAMS, BASE_SIGNATURE)).isFalse();
    assertThat(signatures.holds("https://", PARAMS, BASE_SIGNATURE)).isFalse();
  }

  @Test
  void requires_one_or_two_tokens() {
    for (List<String> tokens : List.of(List.<String>of(), List.of(""), List.of("a", "b", "c"))) {
      assertThatThrownBy(() -> new Signatures(tokens)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String with(String authority) {
    return with(authority, "foo=1&bar=2");
  }

  private static String with(String authority, String query) {
    return "https://" + authority + "/myapp.php?" + query;
  }

  private static String http(String authority) {
    return "http://" + authority + "/myapp.php?foo=1&bar=2";
  }

  private static Form without(Form form, String name) {
    return Form.of(form.parameters().stream().filter(p -> !p.name().equals(name)).toList());
  }

  private static Form and(Form form, String name, String value) {
    return Form.of(
        Stream.concat(form.parameters().stream(), Stream.of(new Form.Parameter(name, value)))
            .toList());
  }
}
