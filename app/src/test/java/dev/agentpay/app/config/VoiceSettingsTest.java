package dev.agentpay.app.config;

import static dev.agentpay.app.config.CallSettings.options;
import static dev.agentpay.app.config.CallSettings.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.server.options.SoftphoneOptions;
import dev.agentpay.voice.Route;
import dev.agentpay.voice.RouteTable;
import dev.agentpay.voice.VoiceOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Settings about calls.
class VoiceSettingsTest {
  private static final String APPLICATION = "AP" + "1".repeat(32);

  @Test
  void default_route_rings_softphones() {
    final VoiceOptions voice = options().voice();
    assertThat(voice.routes().routes()).isEqualTo(Map.of("*", new Route.Softphones()));
    assertThat(voice.phones()).isEmpty();
    assertThat(voice.music()).isEmpty();
    assertThat(voice.ringFor()).isEqualTo(Duration.ofSeconds(25));
    assertThat(options().uuiKept()).isEqualTo(Duration.ofHours(12));
    assertThat(options().server().desk().claimsBySid()).isTrue();
  }

  @Test
  void reads_all_settings_from_a_file(@TempDir Path folder) throws IOException {
    final Path file = folder.resolve("agentpay.yaml");
    Files.writeString(
        file,
        """
        routes:
          - "+12025550100=softphone"
          - "+12025550101=sip-in:pbx.example.com;transport=tls refer plain-uui"
          - "acme.sip.twilio.com=sip-out:+12025550100 unmatched"
          - "*=forward:+12025550190"
        phones: ["bob=+12025550190", "alice=+12025550191"]
        caller-ids: ["+12025550100", "+12025550155"]
        queue-music: https://pay.example.com/music.mp3
        ring-for: 40s
        uui-kept: 2h
        claim-by-sid: false
        """);
    final ServeOptions options =
        ServeOptions.from(new Settings(CallSettings.with(), Optional.of(file))).orElseThrow();
    final VoiceOptions voice = options.voice();
    assertThat(voice.routes().routes())
        .isEqualTo(
            Map.of(
                "+12025550100", new Route.Softphones(),
                "+12025550101",
                    new Route.SipIn("pbx.example.com;transport=tls", Route.SipIn.Id.PLAIN, true),
                "acme.sip.twilio.com", new Route.SipOut(Optional.of("+12025550100"), false, false),
                "*", new Route.Forward("+12025550190")));
    assertThat(voice.phones())
        .isEqualTo(
            Map.of("+12025550190", new AgentId("bob"), "+12025550191", new AgentId("alice")));
    assertThat(voice.callerIds().ours()).containsExactly("+12025550100", "+12025550155");
    assertThat(voice.music()).contains(URI.create("https://pay.example.com/music.mp3"));
    assertThat(voice.ringFor()).isEqualTo(Duration.ofSeconds(40));
    assertThat(options.uuiKept()).isEqualTo(Duration.ofHours(2));
    assertThat(options.server().desk().claimsBySid()).isFalse();
  }

  @Test
  void reports_all_errors_together() {
    assertThat(
            problems(
                "AGENTPAY_ROUTES",
                    "12025550100=softphone,*=phone,+12025550102=forward:+12025550177",
                "AGENTPAY_PHONES", "carol=+12025550190,a b=+12025550191,alice",
                "AGENTPAY_CALLER_IDS", "12025550100",
                "AGENTPAY_QUEUE_MUSIC", "music.mp3",
                "AGENTPAY_RING_FOR", "2s",
                "AGENTPAY_UUI_KEPT", "long",
                "AGENTPAY_CLAIM_BY_SID", "yes",
                "AGENTPAY_SOFTPHONE", "mobile"))
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).startsWith("AGENTPAY_ROUTES").endsWith("12025550100=softphone"),
            p -> assertThat(p).startsWith("AGENTPAY_ROUTES").contains("*: the route must be"),
            p -> assertThat(p).contains("+12025550177, which belongs to no agent"),
            p -> assertThat(p).startsWith("AGENTPAY_PHONES").contains("names carol"),
            p -> assertThat(p).startsWith("AGENTPAY_PHONES").contains("an agent's name is"),
            p -> assertThat(p).startsWith("AGENTPAY_PHONES").contains("AGENT=NUMBER"),
            p -> assertThat(p).contains("AGENTPAY_CALLER_IDS must be numbers"),
            p -> assertThat(p).contains("AGENTPAY_QUEUE_MUSIC must be an http or https URL"),
            p -> assertThat(p).contains("AGENTPAY_RING_FOR must be 5 to 600 seconds"),
            p -> assertThat(p).startsWith("AGENTPAY_UUI_KEPT"),
            p -> assertThat(p).startsWith("AGENTPAY_CLAIM_BY_SID"),
            p -> assertThat(p).startsWith("AGENTPAY_SOFTPHONE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AGENTPAY_UUI_KEPT", "AGENTPAY_CALL_CHECK"})
  void reports_an_invalid_duration(String setting) {
    assertThat(problems(setting, "12 hours")).singleElement().asString().startsWith(setting);
  }

  @Test
  void telephone_belongs_to_one_agent() {
    assertThat(problems("AGENTPAY_PHONES", "sam=+12025550190"))
        .singleElement()
        .asString()
        .contains("names sam, who is not an agent");
    assertThat(problems("AGENTPAY_PHONES", "alice=+12025550190,bob=+12025550190"))
        .singleElement()
        .asString()
        .contains("each number once");
    assertThat(problems("AGENTPAY_PHONES", "alice=12025550190"))
        .singleElement()
        .asString()
        .contains("AGENTPAY_PHONES must have numbers such as +12025550123");
    assertThat(options("AGENTPAY_PHONES", "bob=+12025550190,bob=+12025550191").voice().phones())
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auto      | *=softphone                               |                       | Twilio
          auto      | *=sip-in:pbx.example.com                  |                       | None
          auto      | *=sip-in:pbx.example.com                  | http://127.0.0.1:8089 | Simulated
          none      | *=softphone                               |                       | None
          twilio    | *=sip-in:pbx.example.com                  | http://127.0.0.1:8089 | Twilio
          simulator | *=sip-in:pbx.example.com                  | http://127.0.0.1:8089 | Simulated
          """)
  void selects_the_softphone_by_kind_and_routes(
      String kind, String routes, String simulator, String expected) {
    final SoftphoneOptions softphone =
        options(
                "AGENTPAY_SOFTPHONE", kind,
                "AGENTPAY_ROUTES", routes,
                "TWILIO_BASE_URL", simulator == null ? "" : simulator)
            .server()
            .desk()
            .softphone();
    assertThat(softphone.getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void outbound_calls_require_a_twiml_app() {
    assertThat(options().server().desk().softphone().canDial()).isFalse();
    assertThat(
            options("AGENTPAY_SOFTPHONE_APPLICATION", APPLICATION)
                .server()
                .desk()
                .softphone()
                .canDial())
        .isTrue();
    assertThat(problems("AGENTPAY_SOFTPHONE_APPLICATION", "AP1"))
        .singleElement()
        .asString()
        .contains("must be AP and 32 hexadecimal digits");
    assertThat(problems("AGENTPAY_SOFTPHONE", "simulator"))
        .singleElement()
        .asString()
        .contains("requires twilio.base-url");
  }

  @Test
  void routes_only_configured_numbers_without_a_star() {
    final RouteTable routes = options("AGENTPAY_ROUTES", "+12025550100=softphone").voice().routes();
    assertThat(routes.routes()).containsOnlyKeys("+12025550100");
  }
}
