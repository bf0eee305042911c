package dev.agentpay.scenarios;

import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Stage;
import java.util.Map;

/// Outbound calls of the PBX to numbers and SIP domains that still use the paths of the old
/// systems.
final class PbxCalls {
  /// The telephone number of each agent at the PBX.
  static final Map<String, String> USERS =
      Map.of("alice", DemoLines.ALICES_PHONE, "bob", DemoLines.BOBS_PHONE);

  private PbxCalls() {}

  /// An agent behind the PBX calls a customer, who answers.
  ///
  /// @param domain the SIP domain to which the PBX sends the call
  static Customer callCustomer(
      Stage stage, String agent, String domain, Map<String, String> headers) {
    final Customer customer = stage.customer();
    stage
        .page(agent)
        .does("calls %s through the PBX, with %s".formatted(customer.number(), headers));
    final String leg =
        stage.dialsOverSip(
            "sip:%s@%s".formatted(USERS.get(agent), DemoLines.PBX_DOMAIN),
            "sip:%s@%s".formatted(customer.number(), domain),
            headers);
    return customer.isOn(stage.legOf(leg, "in-progress"));
  }
}
