package dev.agentpay.server.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.Page;
import dev.agentpay.server.RestartableServer;
import dev.agentpay.server.ScriptedTwilio;
import dev.agentpay.server.TwilioCalls;
import dev.agentpay.server.World;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stops the server during calls and restarts it on the same folder.
class ClaimRestartTest {
  private static final List<String> SEEN =
      List.of(
          "/api/calls", "/api/me", "/api/calls/by-uui?uui=waits", "/api/calls/by-uui?uui=nobodys");

  /// Issues the tokens; its own calls are irrelevant here.
  @AutoClose private final World signedIn = new World();

  private final ScriptedTwilio twilio = new ScriptedTwilio();
  @TempDir private Path folder;

  @Test
  void calls_continue_after_a_restart() {
    final String ringing;
    final String claimed;
    final String nobodys;
    final List<String> before;
    final TwilioCalls lines;
    try (RestartableServer node = new RestartableServer(folder, twilio)) {
      lines = new TwilioCalls(node.twilio());
      node.as(signedIn, "alice").put("/api/me/availability", "{\"availability\":\"ready\"}");
      ringing = lines.calls(TwilioCalls.SOFTPHONES);
      claimed = lines.talking("claimed");
      assertThat(
              node.as(signedIn, "bob")
                  .post("/api/calls/by-uui/claim", "{\"uui\":\"claimed\"}")
                  .status())
          .isEqualTo(200);
      nobodys = lines.talking("nobodys");
      assertThat(
              node.as(signedIn, "bob")
                  .post("/api/calls/by-uui/claim", "{\"uui\":\"waits\"}")
                  .status())
          .isEqualTo(202);
      before = seen(node);
      assertThat(before.toString()).contains(ringing, claimed, nobodys, "\"waiting\":true");
    }
    try (RestartableServer node = new RestartableServer(folder, twilio)) {
      assertThat(seen(node)).isEqualTo(before);
      final TwilioCalls after = lines.at(node.twilio());
      final Page alice = node.as(signedIn, "alice");
      final Page bob = node.as(signedIn, "bob");
      after.answered(ringing);
      assertThat(alice.get("/api/calls/" + ringing).at("state")).isEqualTo("answered");
      final String waited = after.dialled("waits");
      assertThat(bob.get("/api/calls/" + waited).at("agent")).isEqualTo("bob");
      assertThat(alice.post("/api/calls/by-uui/claim", "{\"uui\":\"nobodys\"}").at("sid"))
          .isEqualTo(nobodys);
      after.hangsUp(ringing);
      assertThat(alice.get("/api/me").at("agent.call")).isNotEqualTo(ringing);
      after.ends(claimed);
      assertThat(bob.get("/api/me").at("agent.call")).isNotEqualTo(claimed);
      assertThat(bob.get("/api/calls/" + claimed).at("ended")).isEqualTo("completed");
    }
  }

  private List<String> seen(RestartableServer node) {
    return List.of("alice", "bob", "sue").stream()
        .flatMap(name -> SEEN.stream().map(path -> node.as(signedIn, name).get(path).text()))
        .toList();
  }
}
