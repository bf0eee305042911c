package dev.agentpay.app.demo;

import dev.agentpay.compat.CompatOptions;
import dev.agentpay.compat.ExistingClient;
import dev.agentpay.events.AgentId;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.twilio.PhoneNumbers;
import dev.agentpay.voice.CallerIds;
import dev.agentpay.voice.RouteTable;
import dev.agentpay.voice.Voice;
import dev.agentpay.voice.VoiceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The routes of the demo's telephone numbers and SIP domains: in the server's configuration, and
/// in the simulator, which stands in for Twilio's console.
public final class DemoRoutes {
  /// The SIDs of two Sync services, one for each agent.
  public static final List<String> SYNC_SERVICES =
      List.of("IS" + "1".repeat(32), "IS" + "2".repeat(32));

  /// Seconds that Twilio waits for the next digit. Long, because scripts shorten waits and the
  /// machine may be busy.
  private static final int INPUT_TIMEOUT_SECONDS = 20;

  /// The TwiML of a system other than AgentPay.
  public static final String FOREIGN_TWIML =
      "<Response><Dial answerOnBridge=\"true\"><Client>flex_agent</Client></Dial></Response>";

  private DemoRoutes() {}

  /// The `routes` setting of the server.
  public static final List<String> ROUTES =
      List.of(
          DemoLines.BUSINESS + "=softphone",
          DemoLines.PBX + "=sip-in:" + DemoLines.PBX_DOMAIN + " refer",
          DemoLines.FORWARDED + "=forward:" + DemoLines.BOBS_PHONE,
          DemoLines.SIP_DOMAIN + "=sip-out refer");

  /// Telephone numbers that lead to paths of the original servers.
  public static final Map<String, String> OLD_NUMBERS =
      Map.of(
          DemoLines.AGENT_PAY, "/inboundHandler",
          DemoLines.GENESYS, "/pv/callToSIPwithRefer",
          DemoLines.GENERIC, "/twiml",
          DemoLines.FLASK_BOB, "/forward?Fwd=" + encode(DemoLines.BOBS_PHONE),
          DemoLines.FLASK_ALICE, "/forward?Fwd=" + encode(DemoLines.ALICES_PHONE));

  /// SIP domains that lead to paths of the original servers.
  public static final Map<String, String> OLD_DOMAINS =
      Map.of(
          DemoLines.AGENT_PAY_DOMAIN, "/outboundHandler",
          DemoLines.GENESYS_DOMAIN, "/pv/callToPSTNwithRefer");

  /// Adds the demo's numbers, SIP domains, TwiML app and Sync services to the account.
  ///
  /// @param publicUrl the URL of the server
  public static SimulatorOptions addTo(SimulatorOptions account, String publicUrl) {
    final String incoming = publicUrl + Voice.INCOMING;
    final String status = publicUrl + Voice.CALL_STATUS;
    SimulatorOptions options =
        account
            .withNumber(DemoLines.BUSINESS, incoming, status)
            .withNumber(DemoLines.PBX, incoming, status)
            .withNumber(DemoLines.FORWARDED, incoming, status)
            .withNumberTwiml(DemoLines.FOREIGN, FOREIGN_TWIML)
            .withSipDomain(DemoLines.SIP_DOMAIN, incoming, status)
            .withApplication(publicUrl + Voice.SOFTPHONE);
    for (Map.Entry<String, String> number : new TreeMap<>(OLD_NUMBERS).entrySet()) {
      options = options.withNumber(number.getKey(), publicUrl + number.getValue(), status);
    }
    for (Map.Entry<String, String> domain : new TreeMap<>(OLD_DOMAINS).entrySet()) {
      options = options.withSipDomain(domain.getKey(), publicUrl + domain.getValue(), status);
    }
    for (String service : SYNC_SERVICES) {
      options = options.withSyncService(service, service);
    }
    return options;
  }

  private static String encode(String number) {
    return number.replace("+", "%2B");
  }

  /// Returns options that serve all existing clients.
  static CompatOptions compat(Optional<String> application) {
    final CompatOptions defaults = CompatOptions.none();
    return new CompatOptions(
        Set.of(ExistingClient.values()),
        false,
        SYNC_SERVICES,
        defaults.syncServiceName(),
        defaults.payMap(),
        defaults.uuiMap(),
        Optional.of(DemoLines.PBX_DOMAIN),
        defaults.captureOrder(),
        defaults.securityCode(),
        defaults.postalCode(),
        List.of("sandbox", "hosted"),
        defaults.currency(),
        DemoLines.GENERIC,
        application,
        INPUT_TIMEOUT_SECONDS,
        Optional.empty());
  }

  /// Returns the voice options with [#ROUTES].
  static VoiceOptions voice() {
    final List<String> problems = new ArrayList<>();
    final RouteTable routes = RouteTable.read(ROUTES, problems);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
    return new VoiceOptions(
        routes,
        Map.of(
            DemoLines.BOBS_PHONE, new AgentId("bob"), DemoLines.ALICES_PHONE, new AgentId("alice")),
        new CallerIds(List.of(DemoLines.BUSINESS)),
        Optional.empty(),
        VoiceOptions.RING_FOR,
        PhoneNumbers.in("US").orElseThrow());
  }
}
