package dev.agentpay.app;

import dev.agentpay.compat.CompatOptions;
import dev.agentpay.compat.Family;
import dev.agentpay.core.AgentId;
import dev.agentpay.simulator.SimulatorOptions;
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

/// The demo's telephone numbers, one for each way on which a call can come, and where they lead.
final class DemoLines {
  /// Rings softphones.
  static final String BUSINESS = "+12025550100";

  /// Leads to a PBX.
  static final String PBX = "+12025550101";

  /// Rings bob's own telephone.
  static final String FORWARDED = "+12025550102";

  /// Belongs to somebody else's system: its calls never ask us.
  static final String FOREIGN = "+12025550103";

  /// Bob's own telephone.
  static final String BOBS_PHONE = "+12025550190";

  /// Where the PBX is that calls are dialled on to.
  static final String PBX_DOMAIN = "pbx.example.test";

  /// What the PBX calls when it wants to reach a customer.
  static final String SIP_DOMAIN = "agentpay-demo.sip.twilio.com";

  /// Where existing clients' servers were: their numbers and SIP domains lead to the old addresses.
  static final String AGENT_PAY = "+12025550104";

  static final String GENESYS = "+12025550105";
  static final String GENERIC = "+12025550106";
  static final String FLASK_BOB = "+12025550107";
  static final String FLASK_ALICE = "+12025550108";
  static final String AGENT_PAY_DOMAIN = "agentpay-compat.sip.twilio.com";
  static final String GENESYS_DOMAIN = "genesys-demo.sip.twilio.com";

  /// Alice's own telephone.
  static final String ALICES_PHONE = "+12025550191";

  /// One Sync service for each of two agents.
  static final List<String> SYNC_SERVICES = List.of("IS" + "1".repeat(32), "IS" + "2".repeat(32));

  /// Waits are shortened in scripts, and the machine may be busy.
  private static final int NEXT_DIGIT_SECONDS = 20;

  static final String OTHER_SYSTEM =
      "<Response><Dial answerOnBridge=\"true\"><Client>flex_agent</Client></Dial></Response>";

  private DemoLines() {}

  /// Which way calls take, as the configuration has it.
  static final List<String> ROUTES =
      List.of(
          BUSINESS + "=softphone",
          PBX + "=sip-in:" + PBX_DOMAIN + " refer",
          FORWARDED + "=forward:" + BOBS_PHONE,
          SIP_DOMAIN + "=sip-out refer");

  /// Numbers that lead to the addresses of old servers.
  static final Map<String, String> OLD_NUMBERS =
      Map.of(
          AGENT_PAY, "/inboundHandler",
          GENESYS, "/pv/callToSIPwithRefer",
          GENERIC, "/twiml",
          FLASK_BOB, "/forward?Fwd=" + encoded(BOBS_PHONE),
          FLASK_ALICE, "/forward?Fwd=" + encoded(ALICES_PHONE));

  /// SIP domains that do.
  static final Map<String, String> OLD_DOMAINS =
      Map.of(
          AGENT_PAY_DOMAIN, "/outboundHandler",
          GENESYS_DOMAIN, "/pv/callToPSTNwithRefer");

  /// What the console would say.
  static SimulatorOptions at(SimulatorOptions account, String publicUrl) {
    final String incoming = publicUrl + Voice.INCOMING;
    final String status = publicUrl + Voice.CALL_STATUS;
    SimulatorOptions options =
        account
            .withNumber(BUSINESS, incoming, status)
            .withNumber(PBX, incoming, status)
            .withNumber(FORWARDED, incoming, status)
            .withNumberTwiml(FOREIGN, OTHER_SYSTEM)
            .withSipDomain(SIP_DOMAIN, incoming, status)
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
        Set.of(Family.values()),
        false,
        SYNC_SERVICES,
        usual.syncServiceName(),
        usual.payMap(),
        usual.uuiMap(),
        Optional.of(PBX_DOMAIN),
        usual.captureOrder(),
        usual.securityCode(),
        usual.postalCode(),
        List.of("sandbox", "hosted"),
        usual.currency(),
        GENERIC,
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
        Map.of(BOBS_PHONE, new AgentId("bob"), ALICES_PHONE, new AgentId("alice")),
        new CallerIds(List.of(BUSINESS)),
        Optional.empty(),
        VoiceOptions.RING_FOR);
  }
}
