package dev.agentpay.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The Java client knows every problem that the server answers with.
class ClientProblemsTest {
  @Test
  void client_knows_every_problem_of_the_server() {
    assertThat(Stream.of(dev.agentpay.client.model.ProblemType.values()).map(Enum::name))
        .containsAll(
            Stream.of(dev.agentpay.server.http.ProblemType.values()).map(Enum::name).toList());
  }
}
