package dev.agentpay.server.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.server.HttpAnswer;
import dev.agentpay.server.Page;
import dev.agentpay.server.TwilioCalls;
import dev.agentpay.server.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Two agents claim the same call at the same time.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimRaceTest {
  private static final int ROUNDS = 25;

  @AutoClose private final World world = new World(o -> o, TwilioCalls.routes());
  @AutoClose private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final TwilioCalls lines = new TwilioCalls(world.twilio());
  private final List<String> agents = List.of("alice", "bob");

  /// Lets both agents do the same at the same moment.
  private List<HttpAnswer> both(Function<Page, HttpAnswer> what) throws Exception {
    final CyclicBarrier start = new CyclicBarrier(2);
    final List<Future<HttpAnswer>> answers = new ArrayList<>();
    for (String agent : agents) {
      answers.add(
          threads.submit(
              () -> {
                start.await();
                return what.apply(world.as(agent));
              }));
    }
    return List.of(answers.get(0).get(), answers.get(1).get());
  }

  private String busyWith(String agent) {
    return world.as(agent).get("/api/me").at("agent.call");
  }

  private static List<Integer> statuses(List<HttpAnswer> answers) {
    return answers.stream().map(HttpAnswer::status).sorted().toList();
  }

  /// Checks that the call has one owner, and that this owner has no other call.
  private void hasOneOwner(String call) {
    final String owner = world.as("sue").get("/api/calls/" + call).at("agent");
    assertThat(agents).contains(owner);
    for (String agent : agents) {
      assertThat(busyWith(agent)).as(agent).isEqualTo(agent.equals(owner) ? call : "");
    }
  }

  private void isOver(String call) {
    lines.ends(call);
    for (String agent : agents) {
      assertThat(busyWith(agent)).as(agent).isEmpty();
    }
  }

  @Test
  void only_one_agent_gets_an_unassigned_call() throws Exception {
    synchronized (world) {
      for (int round = 0; round < ROUNDS; round++) {
        final String call = lines.talking("");
        final List<HttpAnswer> answers =
            both(agent -> agent.post("/api/calls/" + call + "/claim", ""));
        assertThat(statuses(answers)).containsExactly(200, 404);
        final HttpAnswer refused = answers.get(answers.get(0).status() == 404 ? 0 : 1);
        assertThat(refused.problem()).isEqualTo("unknown-call");
        hasOneOwner(call);
        isOver(call);
      }
    }
  }

  @Test
  void only_one_agent_waits_for_a_future_call() throws Exception {
    synchronized (world) {
      for (int round = 0; round < ROUNDS; round++) {
        final String uui = "waits-" + round;
        final List<HttpAnswer> answers =
            both(agent -> agent.post("/api/calls/by-uui/claim", "{\"uui\":\"%s\"}".formatted(uui)));
        assertThat(statuses(answers)).containsExactly(202, 409);
        final String call = lines.dialled(uui);
        assertThat(world.as("sue").get("/api/calls/" + call).at("agent"))
            .isEqualTo(agents.get(answers.get(0).status() == 202 ? 0 : 1));
        hasOneOwner(call);
        isOver(call);
      }
    }
  }

  @Test
  void a_uui_claimed_twice_has_one_owner() throws Exception {
    synchronized (world) {
      for (int round = 0; round < ROUNDS; round++) {
        final String uui = "live-" + round;
        final String call = lines.talking(uui);
        both(agent -> agent.post("/api/calls/by-uui/claim", "{\"uui\":\"%s\"}".formatted(uui)));
        hasOneOwner(call);
        isOver(call);
      }
    }
  }

  @Test
  void only_one_of_two_simultaneous_payments_starts() throws Exception {
    synchronized (world) {
      for (int round = 0; round < ROUNDS; round++) {
        final String uui = "pays-" + round;
        final String call = lines.talking(uui);
        final String body =
            round % 2 == 0
                ? "{\"call\":{\"uui\":\"%s\"}}".formatted(uui)
                : "{\"call\":{\"sid\":\"%s\"}}".formatted(call);
        final List<HttpAnswer> answers = both(agent -> agent.post("/api/pay-sessions", body));
        assertThat(statuses(answers).getFirst()).isEqualTo(201);
        assertThat(statuses(answers).getLast()).isIn(404, 409);
        hasOneOwner(call);
        isOver(call);
      }
    }
  }
}
