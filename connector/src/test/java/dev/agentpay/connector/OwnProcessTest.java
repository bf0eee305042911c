package dev.agentpay.connector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.connector.World.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests that need a connector in its own process: they kill it, or search its memory.
class OwnProcessTest {
  /// A published test card that is not in the sandbox's tables, because those are on the heap.
  private static final String CARD = "4000056655665556";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void charges_once_when_killed_during_a_charge() throws Exception {
    TwilioJson charge = TwilioJson.charge().ofSession("ps_killed");
    try (ConnectorProcess process = ConnectorProcess.start(folder, "slow")) {
      CompletableFuture<HttpResponse<String>> answer =
          HTTP.sendAsync(charge(process.baseUri, charge), BodyHandlers.ofString());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ledger(process.baseUri).contains("PENDING"));
      process.kill();
      assertThat(answer).failsWithin(Duration.ofSeconds(30));
    }
    Path copy = Files.createTempDirectory("connector-killed");
    for (Path file : files(folder)) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    try (World world = World.in(copy, options -> options)) {
      Reply reply = world.twilioPosts(charge);
      assertThat(reply.text("charge_id")).isEqualTo("ch_sandbox_" + charge.transaction());
      assertThat(world.twilioPosts(charge).body()).isEqualTo(reply.body());
      assertThat(world.entryOf("ps_killed").get("status").asString()).isEqualTo("CHARGED");
    }
  }

  @Test
  void leaves_no_card_data_on_the_heap() throws Exception {
    assertThat(heapAfterCharges("charging")).isEmpty();
  }

  /// Proves that the search works, with a processor that keeps the number.
  @Test
  void finds_a_leaked_number_on_the_heap() throws Exception {
    assertThat(heapAfterCharges("leaking")).contains("number as " + CARD);
  }

  /// Includes network buffers. This test does not cover a garbage collection during a request,
  /// which moves arrays without overwriting their old location.
  @Test
  void leaves_no_card_data_in_process_memory() throws Exception {
    assertMemoryIsClean(HTTP, Optional.empty());
  }

  /// TLS has buffers of its own for what it has decrypted.
  @Test
  void leaves_no_card_data_in_process_memory_with_tls() throws Exception {
    TestKeyStore tls = TestKeyStore.create(folder);
    try (HttpClient http = HttpClient.newBuilder().sslContext(tls.client()).build()) {
      assertMemoryIsClean(http, Optional.of(tls));
    }
  }

  /// Fails instead of being skipped if it cannot read the memory, because then nothing has shown
  /// that the memory is clean.
  private void assertMemoryIsClean(HttpClient http, Optional<TestKeyStore> tls) throws Exception {
    try (ConnectorProcess process = ConnectorProcess.start(folder, "charging", tls)) {
      assertThat(process.memory().isReadable())
          .as(
              "this test can read the memory of its child process: it needs Linux's /proc/PID/mem,"
                  + " kernel.yama.ptrace_scope of at most 1, and CAP_SYS_PTRACE in a container")
          .isTrue();
      useCard(http, process);
      assertThat(process.memory().regionsContaining("AgentPay connector")).isNotEmpty();
      assertThat(process.memory().regionsContaining(CARD)).isEmpty();
    }
  }

  private List<String> heapAfterCharges(String kind) throws IOException, InterruptedException {
    Path dump = folder.resolve("heap.hprof");
    try (ConnectorProcess process = ConnectorProcess.start(folder, kind)) {
      useCard(HTTP, process);
      process.dumpHeap(dump);
    }
    String heap = new String(Files.readAllBytes(dump), ISO_8859_1);
    assertThat(heap).contains("AgentPay connector");
    return heap.contains("\"7391\"")
        ? List.of("a request body")
        : new LeakSearch(List.of(CARD)).numbersIn(heap);
  }

  private static void useCard(HttpClient http, ConnectorProcess process)
      throws IOException, InterruptedException {
    for (int i = 0; i < 20; i++) {
      TwilioJson charge = charge(i % 2 == 0);
      HttpResponse<String> answer =
          http.send(charge(process.baseUri, charge), BodyHandlers.ofString());
      assertThat(answer.body()).contains("ch_" + charge.transaction());
      http.send(charge(process.baseUri, charge.with("expiry_month", "x")), BodyHandlers.ofString());
    }
  }

  /// If the number is the last field, no later field overwrites it in the parser's buffers.
  private static TwilioJson charge(boolean numberLast) {
    TwilioJson charge = TwilioJson.charge().withCard(CARD).with("cvv", "7391");
    return numberLast ? charge.without("cardnumber").withCard(CARD) : charge;
  }

  private static HttpRequest charge(URI base, TwilioJson body) {
    return HttpRequest.newBuilder(base.resolve("/connector"))
        .header("Authorization", World.basic(World.TWILIO))
        .POST(BodyPublishers.ofString(body.toString()))
        .build();
  }

  private static String ledger(URI base) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/connector/ledger?session=ps_killed"))
            .header("Authorization", World.basic(World.LEDGER))
            .build();
    return HTTP.send(request, BodyHandlers.ofString()).body();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
