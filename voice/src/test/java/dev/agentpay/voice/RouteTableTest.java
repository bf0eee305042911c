package dev.agentpay.voice;

import static dev.agentpay.voice.Exchange.BUSINESS;
import static dev.agentpay.voice.Exchange.CALL;
import static dev.agentpay.voice.Exchange.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Parsing of routes, and the route of each call.
class RouteTableTest {
  private static RouteTable table(String... entries) {
    final List<String> problems = new ArrayList<>();
    final RouteTable table = RouteTable.read(List.of(entries), problems);
    assertThat(problems).isEmpty();
    return table;
  }

  private static List<String> problems(String... entries) {
    final List<String> problems = new ArrayList<>();
    RouteTable.read(List.of(entries), problems);
    return problems;
  }

  private static Optional<Route> route(RouteTable table, String to, String... more) {
    return table.of(Exchange.request(CALL, CUSTOMER, to, more));
  }

  @Test
  void a_number_takes_precedence_over_the_star() {
    for (List<String> order :
        List.of(
            List.of("*=softphone", BUSINESS + "=sip-in:pbx.example.com"),
            List.of(BUSINESS + "=sip-in:pbx.example.com", "*=softphone"))) {
      final RouteTable table = table(order.toArray(String[]::new));
      assertThat(route(table, BUSINESS)).containsInstanceOf(Route.SipIn.class);
      assertThat(route(table, "+12025550177")).contains(new Route.Softphones());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ACME.SIP.twilio.com, acme.sip.twilio.com",
    "acme.sip.twilio.com, Acme.Sip.Twilio.COM",
    "acme.sip.twilio.com, acme.sip.twilio.com"
  })
  void a_sip_domain_matches_in_any_letter_case(String configured, String called) {
    final RouteTable table = table(configured + "=sip-out", "*=softphone");
    final String to = "sip:%s@%s".formatted(CUSTOMER, called);
    assertThat(route(table, to)).containsInstanceOf(Route.SipOut.class);
    assertThat(route(table, to, "SipDomain", called)).containsInstanceOf(Route.SipOut.class);
    assertThat(route(table, "sip:%s@%s:5061;transport=tls".formatted(CUSTOMER, called)))
        .containsInstanceOf(Route.SipOut.class);
  }

  @Test
  void a_sip_domain_takes_precedence_over_the_number() {
    final RouteTable table = table(BUSINESS + "=softphone", "acme.sip.twilio.com=sip-out");
    assertThat(route(table, "sip:%s@acme.sip.twilio.com".formatted(BUSINESS)))
        .containsInstanceOf(Route.SipOut.class);
    assertThat(route(table, BUSINESS)).contains(new Route.Softphones());
  }

  @Test
  void an_unlisted_number_or_domain_has_no_route() {
    final RouteTable table = table(BUSINESS + "=softphone");
    assertThat(route(table, "+12025550177")).isEmpty();
    assertThat(route(table, "sip:ada@other.sip.twilio.com")).isEmpty();
    assertThat(route(table, "")).isEmpty();
  }

  @Test
  void a_rejected_call_is_not_recorded() {
    final Exchange exchange = new Exchange(BUSINESS + "=softphone");
    exchange.ready(Exchange.ALICE);
    assertThat(exchange.incoming(CALL, CUSTOMER, "+12025550177").isBusy()).isTrue();
    assertThat(
            exchange
                .incoming(CALL, CUSTOMER, "+12025550177", "CallStatus", "in-progress")
                .isHangup())
        .isTrue();
    assertThat(exchange.calls.find(CALL)).isEmpty();
    assertThat(exchange.agent(Exchange.ALICE).isReady()).isTrue();
  }

  @Test
  void rings_softphones_without_configured_routes() {
    assertThat(route(table(), "+12025550177")).contains(new Route.Softphones());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          softphone                                   | Softphones[]
          sip-in:pbx.example.com                      | SipIn[domain=pbx.example.com, id=HEX, refer=false]
          sip-in:pbx.example.com refer                | SipIn[domain=pbx.example.com, id=HEX, refer=true]
          sip-in:pbx.example.com plain-uui            | SipIn[domain=pbx.example.com, id=PLAIN, refer=false]
          sip-in:pbx.example.com refer toll-free      | SipIn[domain=pbx.example.com, id=TOLL_FREE, refer=true]
          sip-in:PBX.example.com:5061;transport=tls   | SipIn[domain=PBX.example.com:5061;transport=tls, id=HEX, refer=false]
          sip-out                                     | SipOut[callerId=Optional.empty, isMatched=true, refer=false]
          sip-out:+12025550100 unmatched refer        | SipOut[callerId=Optional[+12025550100], isMatched=false, refer=true]
          forward:+12025550190                        | Forward[number=+12025550190]
          """)
  void parses_every_kind_of_route(String text, String route) {
    assertThat(table(BUSINESS + "=  " + text + " ").routes().get(BUSINESS)).hasToString(route);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+12025550100",
        "12025550100=softphone",
        "+0202=softphone",
        "+12025550100=",
        "+12025550100=phone",
        "+12025550100=Softphone",
        "+12025550100=softphone:alice",
        "+12025550100=sip-in",
        "+12025550100=sip-in:",
        "+12025550100=sip-in:sip:pbx.example.com",
        "+12025550100=sip-in:pbx_1.example.com",
        "+12025550100=sip-in:pbx.example.com unmatched",
        "+12025550100=sip-in:pbx.example.com plain-uui toll-free",
        "acme.sip.twilio.com=sip-out:12025550100",
        "acme.sip.twilio.com=sip-out plain-uui",
        "+12025550100=forward",
        "+12025550100=forward:alice",
        "+12025550100=forward:+12025550190 refer",
        "acme .sip.twilio.com=sip-out",
        "sip:acme.sip.twilio.com=sip-out"
      })
  void reports_an_invalid_route(String entry) {
    assertThat(problems(entry)).hasSize(1);
  }

  @Test
  void reports_all_errors_with_their_entries() {
    assertThat(
            problems(
                "+12025550100=phone",
                "nonsense",
                "*=softphone",
                "*=sip-out",
                "acme.sip.twilio.com=sip-in:"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("+12025550100: the route must be"),
            second -> assertThat(second).endsWith("got nonsense"),
            third -> assertThat(third).isEqualTo("* has two routes"),
            fourth -> assertThat(fourth).startsWith("acme.sip.twilio.com: sip-in needs a domain"));
  }

  @Test
  void refuses_a_domain_repeated_in_another_letter_case() {
    assertThat(problems("acme.sip.twilio.com=sip-out", "ACME.sip.twilio.com=softphone"))
        .containsExactly("acme.sip.twilio.com has two routes");
  }

  @Test
  void refuses_a_pbx_domain_that_is_too_long() {
    assertThat(problems("*=sip-in:" + "a".repeat(300) + ".example.com"))
        .singleElement()
        .asString()
        .contains("at most");
  }

  @Test
  void refuses_more_than_the_maximum_number_of_routes() {
    final List<String> problems = new ArrayList<>();
    RouteTable.read(Collections.nCopies(RouteTable.MAX_ROUTES + 1, "*=softphone"), problems);
    assertThat(problems).containsExactly("there must be at most 1000 routes; got 1001");
  }
}
