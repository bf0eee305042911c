package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.client.PayClient;
import dev.agentpay.client.model.Availability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// An agent who signs out or closes the desk is soon away, and is warned during a call.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class DeskAwayTest {
  @AutoClose private final DeskWorld world = new DeskWorld(Duration.ofSeconds(1));
  private final Map<String, PayClient> clients = new HashMap<>();

  @Test
  void agent_without_a_page_is_away() {
    final DeskPage alice = world.desk("alice");
    assertThat(availability("alice")).isEqualTo(Availability.READY);
    alice.button("Sign out").click();
    awaitAway("alice");
    final DeskPage bob = world.desk("bob");
    assertThat(availability("bob")).isEqualTo(Availability.READY);
    bob.page().close();
    awaitAway("bob");
    world.clear();
  }

  @Test
  void closing_the_desk_during_a_call_asks_first() {
    final DeskPage alice = world.desk("alice");
    final List<String> questions = new ArrayList<>();
    alice
        .page()
        .onDialog(
            dialog -> {
              questions.add(dialog.type());
              dialog.dismiss();
            });
    world.customerOnTheLineWith(alice);
    alice.page().close(new Page.CloseOptions().setRunBeforeUnload(true));
    alice.page().waitForCondition(() -> questions.equals(List.of("beforeunload")));
    alice.hangsUp();
    alice.page().getByText("The next one rings here").waitFor();
    alice.page().close(new Page.CloseOptions().setRunBeforeUnload(true));
    awaitAway("alice");
    assertThat(questions).hasSize(1);
    world.clear();
  }

  private void awaitAway(String agent) {
    await().atMost(20, TimeUnit.SECONDS).until(() -> availability(agent) == Availability.AWAY);
  }

  private Availability availability(String agent) {
    return clients.computeIfAbsent(agent, this::client).me().agent().availability();
  }

  private PayClient client(String agent) {
    return PayClient.connect(world.server()).signIn(agent, DemoWorld.cast().password());
  }
}
