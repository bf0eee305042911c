package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.client.PayClient;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.existing.ExistingAgentPay;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A supervisor assigns a call to agents whose pages adopt every call that is added to their Sync
/// service. The pages hear nothing of an item that is only updated.
class CompatAssignedCallTest {
  private static final String ORDER = "payment-card-number,security-code,expiration-date";

  @Test
  void a_call_that_comes_back_is_added_again(@TempDir Path data) {
    try (CompatServer server = CompatServer.start(data);
        Stage stage = server.stage()) {
      final ExistingAgentPay alice = server.agentPay(stage, "alice", ORDER);
      final ExistingAgentPay bob = server.agentPay(stage, "bob", ORDER);
      alice.attachPay();
      bob.attachPay();
      final PayClient supervisor = server.api("sam");
      final String call = server.customer().call();

      supervisor.assign(call, "alice");
      alice.events().await(0, "UUIItemAdded");
      supervisor.assign(call, "bob");
      bob.events().await(0, "UUIItemAdded");
      final int before = alice.events().count();
      supervisor.assign(call, "alice");
      alice.events().await(before, "UUIItemAdded");

      assertThat(alice.callSid()).isEqualTo(call);
    }
  }
}
