package dev.agentpay.app.demo;

import dev.agentpay.compat.CompatOptions;
import dev.agentpay.compat.ExistingClient;
import dev.agentpay.events.AgentId;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.simulator.options.SimulatorOptions;
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

/// Where the demo's telephone numbers and SIP domains lead, and what the server's configuration and
/// Twilio's console would say of it.
public final class DemoRoutes {
  /// One Sync service for each of two agents.
  public static final List<String> SYNC_SERVICES =
      List.of("IS" + "1".repeat(32), "IS" + "2".repeat(32));

  /// Waits are shortened in scripts, and the machine may be busy.
  private static final int NEXT_DIGIT_SECONDS = 20;

  public static final String OTHER_SYSTEM =
      "<Response><Dial answerOnBridge=\"true\"><Client>flex_agent</Client></Dial></Response>";

  private DemoRoutes() {}

  /// Which way calls take, as the configuration has it.
  public static final List<String> ROUTES =
      List.of(
          DemoLines.BUSINESS + "=softphone",
          DemoLines.PBX + "=sip-in:" + DemoLines.PBX_DOMAIN + " refer",
          DemoLines.FORWARDED + "=forward:" + DemoLines.BOBS_PHONE,
          DemoLines.SIP_DOMAIN + "=sip-out refer");

  /// Numbers that lead to the addresses of old servers.
  public static final Map<String, String> OLD_NUMBERS =
      Map.of(
          DemoLines.AGENT_PAY, "/inboundHandler",
          DemoLines.GENESYS, "/pv/callToSIPwithRefer",
          DemoLines.GENERIC, "/twiml",
          DemoLines.FLASK_BOB, "/forward?Fwd=" + encoded(DemoLines.BOBS_PHONE),
          DemoLines.FLASK_ALICE, "/forward?Fwd=" + encoded(DemoLines.ALICES_PHONE));

  /// SIP domains that do.
  public static final Map<String, String> OLD_DOMAINS =
      Map.of(
          DemoLines.AGENT_PAY_DOMAIN, "/outboundHandler",
          DemoLines.GENESYS_DOMAIN, "/pv/callToPSTNwithRefer");

  /// What the console would say.
  public static SimulatorOptions at(SimulatorOptions account, String publicUrl) {
    final String incoming = publicUrl + Voice.INCOMING;
    final String status = publicUrl + Voice.CALL_STATUS;
    SimulatorOptions options =
        account
            .withNumber(DemoLines.BUSINESS, incoming, status)
            .withNumber(DemoLines.PBX, incoming, status)
            .withNumber(DemoLines.FORWARDED, incoming, status)
            .withNumberTwiml(DemoLines.FOREIGN, OTHER_SYSTEM)
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

  private static String encoded(String number) {
    return number.replace("+", "%2B");
  }

  /// All existing clients.
  static CompatOptions compat(Optional<String> application) {
    final CompatOptions usual = CompatOptions.none();
    return new CompatOptions(
        Set.of(ExistingClient.values()),
        false,
        SYNC_SERVICES,
        usual.syncServiceName(),
        usual.payMap(),
        usual.uuiMap(),
        Optional.of(DemoLines.PBX_DOMAIN),
        usual.captureOrder(),
        usual.securityCode(),
        usual.postalCode(),
        List.of("sandbox", "hosted"),
        usual.currency(),
        DemoLines.GENERIC,
        application,
        NEXT_DIGIT_SECONDS);
  }

  /// What the configuration would say.
  static VoiceOptions routes() {
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
        VoiceOptions.RING_FOR);
  }
}
