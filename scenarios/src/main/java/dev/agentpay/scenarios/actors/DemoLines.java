package dev.agentpay.scenarios.actors;

/// The demo's telephone numbers and SIP domains, one for each way on which a call can come. Scripts
/// dial them; whoever sets up the server and Twilio's account that they are played on makes them
/// lead there.
public final class DemoLines {
  /// Rings softphones.
  public static final String BUSINESS = "+12025550100";

  /// Leads to a PBX.
  public static final String PBX = "+12025550101";

  /// Rings bob's own telephone.
  public static final String FORWARDED = "+12025550102";

  /// Belongs to somebody else's system: its calls never ask us.
  public static final String FOREIGN = "+12025550103";

  /// Bob's own telephone.
  public static final String BOBS_PHONE = "+12025550190";

  /// Alice's own telephone.
  public static final String ALICES_PHONE = "+12025550191";

  /// Where the PBX is that calls are dialled on to.
  public static final String PBX_DOMAIN = "pbx.example.test";

  /// What the PBX calls when it wants to reach a customer.
  public static final String SIP_DOMAIN = "agentpay-demo.sip.twilio.com";

  /// Where the server of the npm client `agent-pay` was: number and SIP domain still lead to its
  /// addresses.
  public static final String AGENT_PAY = "+12025550104";

  public static final String AGENT_PAY_DOMAIN = "agentpay-compat.sip.twilio.com";

  /// Where GenesysPay was.
  public static final String GENESYS = "+12025550105";

  public static final String GENESYS_DOMAIN = "genesys-demo.sip.twilio.com";

  /// Where the Generic Pay Connector demo was.
  public static final String GENERIC = "+12025550106";

  /// Where the Flask AgentPay was, which forwarded to bob.
  public static final String FLASK_BOB = "+12025550107";

  /// Where it forwarded to alice.
  public static final String FLASK_ALICE = "+12025550108";

  private DemoLines() {}
}
