package dev.agentpay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.auth.User.Role;
import dev.agentpay.events.AgentId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermissionsTest {
  private static final AgentId ALICE = new AgentId("alice");
  private static final AgentId BOB = new AgentId("bob");
  private static final Caller AGENT = new Caller(ALICE, Role.AGENT);
  private static final Caller SUPERVISOR = new Caller(new AgentId("sue"), Role.SUPERVISOR);

  @Test
  void agents_see_their_own_only() {
    assertThat(Permissions.restrictedTo(AGENT)).contains(ALICE);
    assertThat(Permissions.mayView(AGENT, ALICE)).isTrue();
    assertThat(Permissions.mayView(AGENT, BOB)).isFalse();
    assertThat(Permissions.mayView(AGENT, Optional.of(ALICE))).isTrue();
    assertThat(Permissions.mayView(AGENT, Optional.of(BOB))).isFalse();
    assertThat(Permissions.mayView(AGENT, Optional.empty())).isFalse();
  }

  @Test
  void supervisors_see_everything() {
    assertThat(Permissions.restrictedTo(SUPERVISOR)).isEmpty();
    assertThat(Permissions.mayView(SUPERVISOR, BOB)).isTrue();
    assertThat(Permissions.mayView(SUPERVISOR, Optional.empty())).isTrue();
    assertThat(Permissions.mayClaim(SUPERVISOR, Optional.of(BOB))).isTrue();
  }

  @Test
  void agents_claim_their_own_and_unowned_calls() {
    assertThat(Permissions.mayClaim(AGENT, Optional.empty())).isTrue();
    assertThat(Permissions.mayClaim(AGENT, Optional.of(ALICE))).isTrue();
    assertThat(Permissions.mayClaim(AGENT, Optional.of(BOB))).isFalse();
  }

  @Test
  void only_its_agent_changes_a_session() {
    assertThat(Permissions.mayChange(AGENT, ALICE)).isTrue();
    assertThat(Permissions.mayChange(AGENT, BOB)).isFalse();
    assertThat(Permissions.mayChange(SUPERVISOR, ALICE)).isFalse();
  }
}
