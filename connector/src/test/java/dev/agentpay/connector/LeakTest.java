package dev.agentpay.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.PaymentMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.LoggerFactory;

/// Sends every card in valid and invalid requests and then searches all sinks for card data. The
/// tests run one at a time, because one of them plants leaks in the log that they share.
@Execution(ExecutionMode.SAME_THREAD)
class LeakTest {
  private static final List<String> CARDS =
      List.of(
          "4242424242424242",
          "4111111111111111",
          "5555555555554444",
          "378282246310005",
          "6011111111111117",
          "3065930009020004",
          "3566002020360505",
          "6200000000000005",
          "6771798021000008",
          "4000000000000002",
          "4000000000009995",
          "4000000000009987",
          "4000000000009979",
          "4000000000000069",
          "4000000000000127",
          "4000000000000119",
          "4000056655665556");

  private final LeakSearch search = new LeakSearch(CARDS);
  private final LogCapture log = new LogCapture();
  private final List<String> replies = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    log.close();
  }

  @Test
  void leaves_no_card_data_in_files_log_or_answers() {
    try (World world = World.withSandbox()) {
      CARDS.forEach(card -> use(world, card));
      assertThat(replies).hasSizeGreaterThan(CARDS.size() * 6);
      assertThat(allFiles(world)).as("files").anyMatch(bytes -> bytes.length > 10_000);
      assertThat(log.text()).as("log").contains("request").contains("CHARGED");
      assertClean(world);
    }
  }

  @Test
  void masks_a_number_repeated_by_the_gateway() {
    Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    ScriptedProcessor gateway = new ScriptedProcessor();
    gateway.chargeOutcome =
        order -> {
          String number = numberOf(order);
          AtomicInteger call = calls.computeIfAbsent(number, _ -> new AtomicInteger());
          return switch (call.getAndIncrement() % 4) {
            case 0 -> new Outcome.Charged("ch_" + number, Map.of("pan " + number, number));
            case 1 -> new Outcome.Refused("code " + number, "Card " + number + " refused");
            case 2 -> new Outcome.Unclear("No answer for " + number);
            default -> throw new IllegalStateException("Failed for " + number);
          };
        };
    try (World world = World.withProcessor(gateway)) {
      // All cards at once: half of the answers are held back until the connector gives up.
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        CARDS.forEach(card -> threads.execute(() -> payFourTimes(world, card)));
      }
      assertThat(replies).hasSize(CARDS.size() * 4);
      assertThat(gateway.calls).hasSize(CARDS.size() * 4);
      assertClean(world);
    }
  }

  private void payFourTimes(World world, String card) {
    for (int i = 0; i < 4; i++) {
      replies.add(world.twilioPosts(TwilioJson.charge().withCard(card)).body());
    }
  }

  /// Proves that the search works, by planting a leak in each sink.
  @Test
  void finds_planted_leaks_in_every_sink() throws IOException {
    try (World world = World.withSandbox()) {
      String card = CARDS.getFirst();
      for (String planted :
          List.of(
              card,
              "4242 4242 4242 4242",
              "4242%204242%204242%204242",
              Base64.getEncoder().encodeToString(("{\"n\":\"" + card + "\"}").getBytes(UTF_8)),
              Base64.getEncoder().encodeToString(("{\"no\":\"" + card + "\"}").getBytes(UTF_8)),
              Base64.getEncoder().encodeToString(("{\"num\":\"" + card + "\"}").getBytes(UTF_8)),
              "\"cvv\":\"123\"",
              "expiry_month=08",
              "SecurityCode: 123")) {
        assertThat(search.in("{\"error_message\":\"" + planted + "\"}")).as(planted).isNotEmpty();
        assertThat(search.in(("before " + planted + " after").getBytes(UTF_8))).isNotEmpty();
      }
      world.twilioPosts(TwilioJson.charge().with("transaction_id", "t1").withParameter("x", "y"));
      assertThat(search.in(log.text())).isEmpty();
      LoggerFactory.getLogger(LeakTest.class).info("request {}", "4111" + "111111111111");
      assertThat(search.in(log.text())).as("planted in the log").isNotEmpty();
      LoggerFactory.getLogger(LeakTest.class)
          .atInfo()
          .addKeyValue("cvv", 123)
          .log("planted in a key and value");
      assertThat(search.in(log.text())).hasSizeGreaterThan(1);

      assertThat(filesWithLeaks(world)).isEmpty();
    }
    Path folder = World.newFolder();
    try (LedgerFile file = LedgerFile.open(folder)) {
      file.jdbi()
          .useHandle(
              handle ->
                  handle.execute(
                      "INSERT INTO sandbox (transaction_id, error_message) VALUES ('t', ?)",
                      CARDS.get(3)));
    }
    try (World world = World.in(folder, options -> options)) {
      assertThat(filesWithLeaks(world)).as("planted in the database").isNotEmpty();
    }
  }

  private void use(World world, String card) {
    for (TwilioJson good : List.of(TwilioJson.charge(), TwilioJson.tokenize())) {
      TwilioJson with = good.withCard(card).ofSession("ps_" + CARDS.indexOf(card));
      replies.add(world.twilioPosts(with).body());
      replies.add(world.twilioPosts(with.with("amount", "99.00")).body());
      replies.add(world.twilioPosts(with.with("cvv", "12" + card)).body());
      replies.add(world.twilioPosts(with.with("expiry_month", card)).body());
      replies.add(world.twilioPosts(with.with("amount", card)).body());
      replies.add(world.twilioPosts(with.withTransaction(card)).body());
      replies.add(world.twilioPosts(with.withRaw("cardnumber", card)).body());
      replies.add(world.twilioPosts(with.withRaw("cardnumber", "{\"n\":\"" + card + "\"}")).body());
      replies.add(world.twilioPosts(with.withCard(card + "x")).body());
      replies.add(world.twilioPosts(with.with("method", card)).body());
    }
    replies.add(world.twilioPosts("/connector", "{\"cardnumber\":\"" + card).body());
    replies.add(world.twilioPosts("/connector", "{" + card + ":1}").body());
    replies.add(world.twilioPosts("/connector", card).body());
    replies.add(world.twilioPosts("/connector/" + card, "{}").body());
    replies.add(world.twilioPosts("/connector?cardnumber=" + card, "{}").body());
    replies.add(world.ledgerOf("ps_" + CARDS.indexOf(card)).toString());
  }

  private void assertClean(World world) {
    assertThat(replies).allSatisfy(reply -> assertThat(search.in(reply)).as(reply).isEmpty());
    assertThat(search.in(log.text())).as("log").isEmpty();
    assertThat(filesWithLeaks(world)).as("files").isEmpty();
  }

  private List<String> filesWithLeaks(World world) {
    return allFiles(world).stream().flatMap(bytes -> search.in(bytes).stream()).toList();
  }

  private static List<byte[]> allFiles(World world) {
    try (Stream<Path> files = Files.walk(world.folder)) {
      List<byte[]> contents = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.add(Files.readAllBytes(file));
      }
      return contents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String numberOf(ChargeOrder order) {
    return ((PaymentMethod.Card) order.paymentMethod()).number().reveal(String::new);
  }
}
