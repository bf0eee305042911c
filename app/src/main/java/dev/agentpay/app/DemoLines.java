package dev.agentpay.app;

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

  private static final String OTHER_SYSTEM =
      "<Response><Dial answerOnBridge=\"true\"><Client>flex_agent</Client></Dial></Response>";

  private DemoLines() {}

  /// What the console would say.
  static SimulatorOptions at(SimulatorOptions account, String publicUrl) {
    final String incoming = publicUrl + Voice.INCOMING;
    final String status = publicUrl + Voice.CALL_STATUS;
    return account
        .withNumber(BUSINESS, incoming, status)
        .withNumber(PBX, incoming, status)
        .withNumber(FORWARDED, incoming, status)
        .withNumberTwiml(FOREIGN, OTHER_SYSTEM)
        .withSipDomain(SIP_DOMAIN, incoming, status)
        .withApplication(publicUrl + Voice.SOFTPHONE);
  }

  /// What the configuration would say.
  static VoiceOptions routes() {
    final List<String> problems = new ArrayList<>();
    final RouteTable routes =
        RouteTable.read(
            List.of(
                BUSINESS + "=softphone",
                PBX + "=sip-in:" + PBX_DOMAIN + " refer",
                FORWARDED + "=forward:" + BOBS_PHONE,
                SIP_DOMAIN + "=sip-out refer"),
            problems);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
    return new VoiceOptions(
        routes,
        Map.of(BOBS_PHONE, new AgentId("bob")),
        new CallerIds(List.of(BUSINESS)),
        Optional.empty(),
        VoiceOptions.RING_FOR);
  }
}
