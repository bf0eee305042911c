package dev.agentpay.scenarios;

import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Stage;
import java.util.Map;

/// What a PBX does with the telephone numbers and SIP domains whose settings still name the old
/// systems' paths.
final class CompatLines {
  /// By whose numbers the PBX knows the agents.
  static final Map<String, String> USERS =
      Map.of("alice", DemoLines.ALICES_PHONE, "bob", DemoLines.BOBS_PHONE);

  private CompatLines() {}

  /// An agent behind the PBX calls a customer, who answers.
  ///
  /// @param domain that the PBX sends the call to
  static Customer dialled(Stage stage, String agent, String domain, Map<String, String> headers) {
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
