package dev.agentpay.scenarios.actors;

/// The demo's telephone numbers and SIP domains, one for each route of a call. Scenarios dial them.
/// The server and the Twilio account (or simulator) must be configured to route them accordingly.
public final class DemoLines {
  /// Rings the softphones of ready agents.
  public static final String BUSINESS = "+12025550100";

  /// Is connected to a PBX.
  public static final String PBX = "+12025550101";

  /// Rings Bob's own telephone.
  public static final String FORWARDED = "+12025550102";

  /// Belongs to another system: its calls never request our webhooks.
  public static final String FOREIGN = "+12025550103";

  /// Bob's own telephone.
  public static final String BOBS_PHONE = "+12025550190";

  /// Alice's own telephone.
  public static final String ALICES_PHONE = "+12025550191";

  /// The SIP domain of the PBX, to which its calls are forwarded.
  public static final String PBX_DOMAIN = "pbx.example.test";

  /// The SIP domain that the PBX calls to reach a customer.
  public static final String SIP_DOMAIN = "agentpay-demo.sip.twilio.com";

  /// Number of the server of the npm client `agent-pay`. This number and [#AGENT_PAY_DOMAIN] still
  /// use that server's paths.
  public static final String AGENT_PAY = "+12025550104";

  public static final String AGENT_PAY_DOMAIN = "agentpay-compat.sip.twilio.com";

  /// Number of GenesysPay. This number and [#GENESYS_DOMAIN] still use its paths.
  public static final String GENESYS = "+12025550105";

  public static final String GENESYS_DOMAIN = "genesys-demo.sip.twilio.com";

  /// Number of the Generic Pay Connector demo.
  public static final String GENERIC = "+12025550106";

  /// Number of the Flask AgentPay that forwards to Bob.
  public static final String FLASK_BOB = "+12025550107";

  /// Number of the Flask AgentPay that forwards to Alice.
  public static final String FLASK_ALICE = "+12025550108";

  private DemoLines() {}
}
