package dev.agentpay.twilio.twiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.twilio.Options;
import dev.agentpay.twilio.UserToUser;
import dev.agentpay.twilio.webhook.PublicUrl;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// TwiML for a PBX and for phones, read as Twilio does: by an XML parser.
class DialTwimlTest {
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  private static final URI ACTION = URI.create("https://pay.example.com/dialed?a=b&c=d");
  private static final URI REFER = URI.create("https://pay.example.com/refer?a=b&c=d");
  private static final URI STATUS = new PublicUrl(Options.PUBLIC_URL).webhook("/leg");
  private static final String EVENTS = "initiated ringing answered completed";

  @Test
  void dials_a_pbx_with_the_uui() {
    assertThat(
            Twiml.dial(
                new SipDial(
                    "+15550100",
                    "pbx.example.com:5061;transport=tls",
                    ACTION,
                    STATUS,
                    Duration.ofSeconds(30),
                    Map.of("X-Id", "7", "User-to-User", UserToUser.header("c1")),
                    Optional.of(REFER))))
        .isEqualTo(
            HEAD
                + "<Response>"
                + "<Dial action=\"https://pay.example.com/dialed?a=b&amp;c=d\" answerOnBridge=\"true\" method=\"POST\" referMethod=\"POST\" referUrl=\"https://pay.example.com/refer?a=b&amp;c=d\" timeout=\"30\">"
                + "<Sip statusCallback=\"https://pay.example.com/leg#rc=5&amp;ct=2000&amp;rt=2000&amp;rp=ct,rt,5xx\" statusCallbackEvent=\""
                + EVENTS
                + "\" statusCallbackMethod=\"POST\">"
                + "sip:+15550100@pbx.example.com:5061;transport=tls?User-to-User=6331%3Bencoding%3Dhex&amp;X-Id=7"
                + "</Sip></Dial></Response>");
  }

  @Test
  void dials_a_number() {
    assertThat(
            Twiml.dial(
                new NumberDial(
                    "+15550100",
                    ACTION,
                    STATUS,
                    Duration.ofSeconds(30),
                    Optional.of("+15550199"),
                    Optional.of(REFER))))
        .isEqualTo(
            HEAD
                + "<Response>"
                + "<Dial action=\"https://pay.example.com/dialed?a=b&amp;c=d\" answerOnBridge=\"true\" callerId=\"+15550199\" method=\"POST\" referMethod=\"POST\" referUrl=\"https://pay.example.com/refer?a=b&amp;c=d\" timeout=\"30\">"
                + "<Number statusCallback=\"https://pay.example.com/leg#rc=5&amp;ct=2000&amp;rt=2000&amp;rp=ct,rt,5xx\" statusCallbackEvent=\""
                + EVENTS
                + "\" statusCallbackMethod=\"POST\">+15550100</Number></Dial></Response>");
  }

  @Test
  void leaves_out_absent_attributes() throws Exception {
    final Element sip = dial(Twiml.dial(sip("ada", "pbx.example.com", Map.of())));
    final Element number =
        dial(
            Twiml.dial(
                new NumberDial(
                    "+15550100",
                    ACTION,
                    STATUS,
                    Duration.ofSeconds(5),
                    Optional.empty(),
                    Optional.empty())));

    assertThat(sip.hasAttribute("referUrl")).isFalse();
    assertThat(sip.hasAttribute("referMethod")).isFalse();
    assertThat(sip.getTextContent()).isEqualTo("sip:ada@pbx.example.com");
    assertThat(number.hasAttribute("referUrl")).isFalse();
    assertThat(number.hasAttribute("callerId")).isFalse();
  }

  @Test
  void plays_music_then_redirects() {
    assertThat(Twiml.queue(URI.create("https://pay.example.com/music.mp3?a&b"), ACTION))
        .isEqualTo(
            HEAD
                + "<Response><Play>https://pay.example.com/music.mp3?a&amp;b</Play>"
                + "<Redirect method=\"POST\">https://pay.example.com/dialed?a=b&amp;c=d</Redirect></Response>");
    assertThatThrownBy(
            () -> Twiml.queue(URI.create("https://x.example/" + "a".repeat(65_536)), ACTION))
        .hasMessageStartingWith("TwiML must have at most 65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a;b=c&d?e@f",
        "\"quoted\" and 'single'",
        "<tag> & more",
        "Müller, José 😀",
        "100% +1",
        "a,b/c:d#e"
      })
  void encodes_sip_headers(String value) throws Exception {
    final String xml = Twiml.dial(sip("ada", "pbx.example.com", Map.of("X-Note", value)));

    final String uri = dial(xml).getTextContent();
    assertThat(uri).startsWith("sip:ada@pbx.example.com?X-Note=");
    final String sent = uri.substring(uri.indexOf('=') + 1);
    assertThat(sent).matches("([A-Za-z0-9._~!*()-]|%[0-9A-F]{2})+");
    assertThat(java.net.URLDecoder.decode(sent, StandardCharsets.UTF_8)).isEqualTo(value);
  }

  @Test
  void a_line_break_cannot_start_another_header() throws Exception {
    final String xml =
        Twiml.dial(
            sip("a\r\nb", "pbx.example.com", Map.of("X-Note", "a\r\nX-Evil: b\u0000\ud800")));

    assertThat(dial(xml).getTextContent())
        .isEqualTo("sip:a%20%20b@pbx.example.com?X-Note=a%20%20X-Evil%3A%20b%20%20");
  }

  @ParameterizedTest
  @CsvSource({
    "ada, sip:ada@x.example",
    "+15550100, sip:+15550100@x.example",
    "7001, sip:7001@x.example",
    "a@b;c, sip:a%40b%3Bc@x.example",
    "Jürgen, sip:J%C3%BCrgen@x.example",
    "sip:ada, sip:sip%3Aada@x.example"
  })
  void encodes_the_sip_user(String user, String uri) throws Exception {
    assertThat(dial(Twiml.dial(sip(user, "x.example", Map.of()))).getTextContent()).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pbx.example.com",
        "pbx.example.com:5061",
        "pbx.example.com;transport=tls",
        "pbx.example.com:5061;transport=tls;region=ie1;lr",
        "192.0.2.7:5060",
        "[2001:db8::7]:5060;transport=tcp"
      })
  void accepts_a_domain_with_port_and_parameters(String domain) throws Exception {
    assertThat(dial(Twiml.dial(sip("ada", domain, Map.of("X-A", "1")))).getTextContent())
        .isEqualTo("sip:ada@" + domain + "?X-A=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "sip:pbx.example.com",
        "ada@pbx.example.com",
        "pbx.example.com?X-A=1",
        "a b",
        "pbx.example.com:port",
        "pbx.example.com;",
        "pbx_1.example.com",
        "pbx.example.com\n"
      })
  void refuses_an_invalid_domain(String domain) {
    assertThatThrownBy(() -> sip("ada", domain, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("domain must be a host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Subject", "X-", "X-A=1&X-B", "User to User", "X-Müller", "Via"})
  void refuses_headers_that_twilio_drops(String name) {
    assertThatThrownBy(() -> sip("ada", "x.example", Map.of(name, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Twilio passes on only the SIP headers X-…, ");
  }

  @Test
  void accepts_header_names_in_any_case() throws Exception {
    final Map<String, String> headers = new HashMap<>();
    for (String name :
        new String[] {
          "x-inin-cnv",
          "user-to-user",
          "Remote-Party-ID",
          "P-Preferred-Identity",
          "P-Called-Party-ID"
        }) {
      headers.put(name, "1");
    }

    assertThat(dial(Twiml.dial(sip("ada", "x.example", headers))).getTextContent())
        .isEqualTo(
            "sip:ada@x.example?P-Called-Party-ID=1&P-Preferred-Identity=1&Remote-Party-ID=1"
                + "&user-to-user=1&x-inin-cnv=1");
  }

  @Test
  void refuses_duplicate_and_empty_headers() {
    assertThatThrownBy(() -> sip("ada", "x.example", Map.of("X-A", "1", "x-a", "2")))
        .hasMessage("two headers have the same name");
    assertThatThrownBy(() -> sip("ada", "x.example", Map.of("X-A", " ")))
        .hasMessage("the SIP header X-A must not be empty");
  }

  @Test
  void limits_the_length_of_uri_and_headers() {
    final String rest = "sip:@x.example";
    final String user = "u".repeat(254 - rest.length());

    assertThat(sip(user, "x.example", Map.of("X-A", "1")).uri().toString()).hasSize(254 + 6);
    assertThatThrownBy(() -> sip(user + "u", "x.example", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a SIP URI must have at most 254 characters; got 255");
    assertThatThrownBy(() -> sip(" ", "x.example", Map.of())).hasMessage("user must not be empty");

    final String value = "v".repeat(1023 - "X-A=".length());
    assertThat(sip("ada", "x.example", Map.of("X-A", value)).headers()).hasSize(1);
    assertThatThrownBy(() -> sip("ada", "x.example", Map.of("X-A", value + "v")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SIP headers must have at most 1023 characters in total; got 1024");
    assertThatThrownBy(() -> sip("ada", "x.example", Map.of("X-A", ";".repeat(400))))
        .as("what is counted is what is sent")
        .hasMessageContaining("got 1204");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "15550100", "+0155", "+1 555 0100", "sip:+15550100@x", "anonymous"})
  void refuses_invalid_numbers_and_caller_ids(String number) {
    assertThatThrownBy(
            () ->
                new NumberDial(
                    number,
                    ACTION,
                    STATUS,
                    Duration.ofSeconds(20),
                    Optional.empty(),
                    Optional.empty()))
        .hasMessageStartingWith("number must be a plus and up to 15 digits");
    assertThatThrownBy(
            () ->
                new NumberDial(
                    "+15550100",
                    ACTION,
                    STATUS,
                    Duration.ofSeconds(20),
                    Optional.of(number),
                    Optional.empty()))
        .hasMessageStartingWith("callerId must be a plus and up to 15 digits");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 601})
  void limits_the_ringing_time(int seconds) {
    assertThatThrownBy(
            () ->
                new NumberDial(
                    "+15550100",
                    ACTION,
                    STATUS,
                    Duration.ofSeconds(seconds),
                    Optional.empty(),
                    Optional.empty()))
        .hasMessage("ringFor must be between 5 and 600 seconds");
    assertThatThrownBy(
            () ->
                new SipDial(
                    "ada",
                    "x.example",
                    ACTION,
                    STATUS,
                    Duration.ofSeconds(seconds),
                    Map.of(),
                    Optional.empty()))
        .hasMessage("ringFor must be between 5 and 600 seconds");
  }

  private static SipDial sip(String user, String domain, Map<String, String> headers) {
    return new SipDial(
        user, domain, ACTION, STATUS, Duration.ofSeconds(20), headers, Optional.empty());
  }

  /// Returns the `<Dial>` as a namespace-aware parser sees it.
  private static Element dial(String xml) throws Exception {
    final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    final Document document =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    final Element response = document.getDocumentElement();
    assertThat(response.getNodeName()).isEqualTo("Response");
    assertThat(response.getNamespaceURI()).isNull();
    assertThat(response.getAttributes().getLength()).isZero();
    assertThat(response.getChildNodes().getLength()).isEqualTo(1);
    return (Element) response.getFirstChild();
  }
}
