package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agentpay.auth.Access;
import dev.agentpay.server.http.Route;
import dev.agentpay.voice.VoiceOptions;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// An answer that comes after Jetty has ended the request, because the reader disconnected or the
/// server is stopping.
class LateAnswerTest {
  private static final String PATH = "/late";

  private final CompletableFuture<Void> answer = new CompletableFuture<>();
  private final CompletableFuture<HttpServletResponse> response = new CompletableFuture<>();

  @AutoClose
  private final World world =
      new World(
          options -> options,
          VoiceOptions.DEFAULT,
          List.of(
              _ ->
                  List.of(
                      Route.get(
                          PATH,
                          Access.ANYONE,
                          ctx ->
                              ctx.future(
                                  () -> {
                                    response.complete(ctx.res());
                                    ctx.req().getAsyncContext().complete();
                                    return answer;
                                  })))));

  @Test
  void ignores_an_answer_after_the_request_has_ended() throws InterruptedException {
    world.as("alice").get(PATH);
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> response.join().getStatus())
                    .as("the request is over")
                    .isInstanceOf(IllegalStateException.class));
    final Thread late = Thread.ofPlatform().daemon().start(() -> answer.complete(null));
    assertThat(late.join(Duration.ofSeconds(30))).as("nobody is kept by it").isTrue();
    assertThat(world.as("alice").get("/api/me").status()).isEqualTo(200);
  }
}
