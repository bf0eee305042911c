package dev.agentpay.voice;

import static dev.agentpay.voice.Exchange.BUSINESS;
import static dev.agentpay.voice.Exchange.CUSTOMER;
import static dev.agentpay.voice.Exchange.LEG;
import static dev.agentpay.voice.Exchange.SIP_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Choice of the caller ID that a customer sees.
class CallerIdsTest {
  private static final String FIRST = "+12025550100";
  private static final String SECOND = "+12025550101";

  @ParameterizedTest(name = "route {1}, caller {2}, ours {0}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          +12025550100 +12025550101 | +12025550155 | +12025550101 | +12025550155
          +12025550100 +12025550101 | +12025550155 |              | +12025550155
          +12025550100 +12025550101 |              | +12025550101 | +12025550101
          +12025550100 +12025550101 |              | +12025550100 | +12025550100
          +12025550100 +12025550101 |              | +12025550177 | +12025550100
          +12025550100 +12025550101 |              |              | +12025550100
                                    | +12025550155 | +12025550177 | +12025550155
                                    |              | +12025550177 | +12025550177
                                    |              |              |
          """)
  void prefers_route_then_known_caller_then_default(
      @Nullable String ours,
      @Nullable String route,
      @Nullable String caller,
      @Nullable String shown) {
    final CallerIds ids = new CallerIds(ours == null ? List.of() : List.of(ours.split(" ", -1)));
    assertThat(ids.choose(Optional.ofNullable(route), Optional.ofNullable(caller)))
        .isEqualTo(Optional.ofNullable(shown));
  }

  private static Reply sipOut(String route, List<String> ours, String from) {
    final Exchange exchange =
        new Exchange(
            new VoiceOptions(
                Exchange.options(Optional.empty(), SIP_DOMAIN + "=" + route).routes(),
                Map.of(),
                new CallerIds(ours),
                Optional.empty(),
                VoiceOptions.RING_FOR,
                Exchange.NUMBERS));
    return exchange.incoming(LEG, from, "sip:%s@%s".formatted(CUSTOMER, SIP_DOMAIN));
  }

  @Test
  void the_dial_contains_the_chosen_caller_id() {
    assertThat(
            sipOut("sip-out:+12025550155", List.of(FIRST), "sip:+12025550177@pbx.example.com")
                .verb()
                .getAttribute("callerId"))
        .isEqualTo("+12025550155");
    assertThat(
            sipOut("sip-out", List.of(FIRST, SECOND), "sip:2025550101@pbx.example.com")
                .verb()
                .getAttribute("callerId"))
        .as("a PBX in the default region may omit the country code")
        .isEqualTo(SECOND);
    assertThat(
            sipOut("sip-out", List.of(FIRST), "sip:alice@pbx.example.com")
                .verb()
                .getAttribute("callerId"))
        .isEqualTo(FIRST);
  }

  @Test
  void omits_the_caller_id_without_any_number() {
    assertThat(
            sipOut("sip-out", List.of(), "sip:alice@pbx.example.com")
                .verb()
                .hasAttribute("callerId"))
        .isFalse();
  }

  @Test
  void a_softphone_call_uses_the_default_caller_id() {
    final Exchange exchange = new Exchange("*=softphone");
    assertThat(
            exchange.softphoneDials(Exchange.ALICE, LEG, CUSTOMER).verb().getAttribute("callerId"))
        .isEqualTo(BUSINESS);
  }
}
