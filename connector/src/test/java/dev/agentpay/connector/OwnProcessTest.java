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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only a process of its own can show: its sudden death, and its whole heap.
class OwnProcessTest {
  /// Published, and in none of the sandbox's tables, which would be on the heap.
  private static final String CARD = "4000056655665556";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void killedWhileItChargesAndStartedAgainItHasChargedOnce() throws Exception {
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
  void afterTheRequestNothingOfTheCardIsOnTheHeapNotEvenAsGarbage() throws Exception {
    assertThat(heapAfterCharges("charging")).isEmpty();
  }

  /// The search proves itself: a processor that keeps the number is found out.
  @Test
  void aProcessorThatKeepsTheNumberIsFoundOnTheHeap() throws Exception {
    assertThat(heapAfterCharges("leaking")).contains("number as " + CARD);
  }

  /// Network buffers too. What this cannot show is a garbage collection during a request: it moves
  /// arrays and does not overwrite where they were.
  ///
  /// Never left out: where the memory cannot be read, nobody has shown that it is clean.
  @Test
  void afterTheRequestNothingOfTheCardIsInTheMemoryOfTheProcess() throws Exception {
    try (ConnectorProcess process = ConnectorProcess.start(folder, "charging")) {
      assertThat(process.memory().isReadable())
          .as(
              "whether this test may read its own child's memory: it needs Linux's /proc/PID/mem,"
                  + " kernel.yama.ptrace_scope of at most 1, and in a container the right to ptrace")
          .isTrue();
      useCard(process);
      assertThat(process.memory().placesOf("AgentPay connector")).isNotEmpty();
      assertThat(process.memory().placesOf(CARD)).isEmpty();
    }
  }

  private List<String> heapAfterCharges(String kind) throws IOException, InterruptedException {
    Path dump = folder.resolve("heap.hprof");
    try (ConnectorProcess process = ConnectorProcess.start(folder, kind)) {
      useCard(process);
      process.dumpHeap(dump);
    }
    String heap = new String(Files.readAllBytes(dump), ISO_8859_1);
    assertThat(heap).contains("AgentPay connector");
    return heap.contains("\"7391\"")
        ? List.of("a body")
        : new LeakSearch(List.of(CARD)).numbersIn(heap);
  }

  private static void useCard(ConnectorProcess process) throws IOException, InterruptedException {
    for (int i = 0; i < 20; i++) {
      TwilioJson charge = charge(i % 2 == 0);
      HttpResponse<String> answer =
          HTTP.send(charge(process.baseUri, charge), BodyHandlers.ofString());
      assertThat(answer.body()).contains("ch_" + charge.transaction());
      HTTP.send(charge(process.baseUri, charge.with("expiry_month", "x")), BodyHandlers.ofString());
    }
  }

  /// A field that comes last is overwritten by no later one in the parser's buffers.
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
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
