package dev.agentpay.app;

import java.util.Map;

/// The telephone numbers and SIP domains whose settings still name the old systems' paths, and what
/// a PBX does with them.
final class CompatLines {
  /// Asks `/inboundHandler`.
  static final String AGENT_PAY = "+12025550104";

  /// Asks `/pv/callToSIPwithRefer`.
  static final String GENESYS = "+12025550105";

  /// Asks `/twiml`.
  static final String CONNECTOR_DEMO = "+12025550106";

  /// Asks `/forward` with bob's own telephone.
  static final String FLASK_BOB = "+12025550107";

  /// Asks `/forward` with alice's.
  static final String FLASK_ALICE = "+12025550108";

  /// Asks `/outboundHandler`.
  static final String AGENT_PAY_DOMAIN = "agentpay-compat.sip.twilio.com";

  /// Asks `/pv/callToPSTNwithRefer`.
  static final String GENESYS_DOMAIN = "genesys-demo.sip.twilio.com";

  /// By whose numbers the PBX knows the agents.
  static final Map<String, String> USERS =
      Map.of("alice", "+12025550191", "bob", DemoLines.BOBS_PHONE);

  private CompatLines() {}

  /// An agent behind the PBX calls a customer, who answers.
  static Customer dialled(Stage stage, String agent, String domain, Map<String, String> headers) {
    final Customer customer = stage.customer();
    stage.page(agent).does("calls %s through the PBX, with %s".formatted(customer.number(), headers));
    final String leg =
        stage.dialsOverSip(
            "sip:%s@%s".formatted(USERS.get(agent), DemoLines.PBX_DOMAIN),
            "sip:%s@%s".formatted(customer.number(), domain),
            headers);
    return customer.isOn(stage.legOf(leg, "in-progress"));
  }
}
