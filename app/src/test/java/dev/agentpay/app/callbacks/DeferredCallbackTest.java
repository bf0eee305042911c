package dev.agentpay.app.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.AgentPay;
import dev.agentpay.app.config.CallSettings;
import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.app.node.Storage;
import dev.agentpay.app.support.ChildProcess;
import dev.agentpay.app.support.Pause;
import dev.agentpay.auth.Passwords;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.client.PayClient;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Task;
import dev.agentpay.payments.SessionDeadline;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.Signatures;
import dev.agentpay.voice.Voice;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A verified callback that cannot be handled is acknowledged and stored, and handled when the
/// cause is fixed. The command line gives access to dead letters.
class DeferredCallbackTest {
  private static final String PASSWORD = "deferred";
  private static final String CUSTOMER = "CA" + "1".repeat(32);
  private static final String OTHER = "CA" + "3".repeat(32);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path data;
  @TempDir private Path collected;
  @AutoClose private final HttpClient http = HttpClient.newHttpClient();

  /// Nothing listens at the base URL, so the server learns about calls only from callbacks.
  private ServeOptions options() {
    return CallSettings.options(
        "TWILIO_BASE_URL",
        "http://127.0.0.1:9",
        "AGENTPAY_PORT",
        "0",
        "AGENTPAY_DATA",
        data.toString(),
        "AGENTPAY_USERS",
        "sam:supervisor:" + Passwords.hash(PASSWORD));
  }

  private int sendStatus(PayNode node, String call, String status)
      throws IOException, InterruptedException {
    final String path = Voice.CALL_STATUS + "?leg=customer&route=sip-out";
    final String body =
        "CallSid=%s&ParentCallSid=CA%s&From=%%2B12025550100&To=%%2B12025550101&CallStatus=%s"
            .formatted(call, "2".repeat(32), status);
    final String signature =
        Signatures.sign(
            CallSettings.AUTH_TOKEN,
            "https://pay.example.com" + path,
            Form.parse(body.getBytes(UTF_8)));
    final HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.baseUri() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(Signatures.HEADER, signature)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private String metrics(PayNode node) throws IOException, InterruptedException {
    final HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.baseUri() + "/metrics")).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private void sql(String sql) throws SQLException {
    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("agentpay.db"));
        Statement statement = file.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  private Optional<Call> call(Storage storage) {
    return storage.store().eventStore().load(CallSchema.CALL, CUSTOMER);
  }

  @Test
  void handles_a_deferred_callback_after_a_restart() throws Exception {
    try (PayNode node = PayNode.start(options())) {
      assertThat(sendStatus(node, CUSTOMER, "in-progress")).isEqualTo(204);
      assertThat(sendStatus(node, OTHER, "in-progress")).isEqualTo(204);
    }
    sql("UPDATE streams SET body = '?' || body WHERE key = '" + CUSTOMER + "'");
    try (PayNode node = PayNode.start(options())) {
      assertThat(sendStatus(node, CUSTOMER, "completed")).isEqualTo(204);
      assertThat(metrics(node))
          .contains("agentpay_callbacks_total{kind=\"call\",outcome=\"deferred\"} 1.0");
      assertThat(PayClient.connect(node.baseUri()).signIn("sam", PASSWORD).calls())
          .as("the unreadable call does not hide others")
          .extracting(dev.agentpay.client.model.Call::sid)
          .containsExactly(OTHER);
    }
    sql("UPDATE streams SET body = substr(body, 2) WHERE key = '" + CUSTOMER + "'");
    try (Storage storage = Storage.open(data, InstantSource.system());
        PayNode _ = PayNode.start(options(), storage, InstantSource.system())) {
      final boolean isOver = Pause.until(() -> !call(storage).orElseThrow().isLive(), TIMEOUT);
      assertThat(isOver).isTrue();
      final EventEnvelope last =
          storage.store().eventStore().events(CallSchema.CALL.stream(CUSTOMER), 0).getLast();
      assertThat(last.origin().cause()).isEqualTo("call status callback");
      assertThat(storage.store().deadLetters().count()).isZero();
    }
  }

  @Test
  void supervisor_manages_dead_letters_from_the_command_line() throws Exception {
    try (Storage storage = Storage.open(data, InstantSource.system())) {
      final Instant now = Instant.now();
      for (int i = 1; i <= 2; i++) {
        final Task task = Task.deadline("test/" + i, new SessionDeadline(), now.minusSeconds(9));
        storage.store().eventStore().append(Append.of(List.of(), List.of(task), Set.of()));
        storage
            .store()
            .outbox()
            .leaseDue("test", now, now.plusSeconds(20))
            .forEach(
                leased ->
                    storage
                        .store()
                        .outbox()
                        .putAside(leased, "java.lang.IllegalStateException at a.b.C", now));
      }
    }
    try (PayNode node = PayNode.start(options())) {
      assertThat(run(node, "list").lines())
          .satisfiesExactly(
              line -> assertThat(line).startsWith("2  ").contains("SessionDeadline 0 of test/2"),
              line -> assertThat(line).startsWith("1  ").contains("SessionDeadline 0 of test/1"));
      assertThat(run(node, "show", "1")).contains("work      {}", "at a.b.C");
      assertThat(run(node, "drop", "1", "2")).contains("test/1 is dropped", "test/2 is dropped");
      assertThat(run(node, "list")).contains("There are no dead letters.");
      assertThat(run(node, "retry", "2")).contains("there is no dead letter 2");
    }
  }

  /// @return its standard output and standard error
  private String run(PayNode node, String action, String... ids)
      throws IOException, InterruptedException {
    final Path input = Files.writeString(collected.resolve("password"), PASSWORD + "\n");
    final List<String> command = new ArrayList<>();
    command.add(ChildProcess.javaHome().resolve("bin/java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(AgentPay.class.getName(), "dead-letters", action));
    command.addAll(List.of("--server", node.baseUri().toString(), "--user", "sam"));
    command.addAll(List.of(ids));
    final Process process =
        new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true).start();
    final String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return printed;
  }
}
