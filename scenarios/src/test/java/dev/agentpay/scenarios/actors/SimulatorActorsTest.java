package dev.agentpay.scenarios.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.scenarios.FakeHttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Customer, PBX and control API against prepared responses of the simulator.
class SimulatorActorsTest {
  private static final String CALL = "POST /simulator/calls";

  private final FakeHttpServer server = new FakeHttpServer().on(CALL, "{\"sid\":\"CA1\"}");
  private final SimulatorControl simulator = new SimulatorControl(server.uri());
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Transcript transcript =
      new Transcript(new PrintStream(output, true, StandardCharsets.UTF_8));
  private final Customer customer = new Customer(simulator, transcript, "+12025550110");
  private final Pbx pbx = new Pbx(simulator, transcript);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_customer_remembers_the_sid_of_their_call() {
    assertThat(customer.call()).isEmpty();
    assertThat(customer.calls(DemoLines.BUSINESS)).isEqualTo("CA1");
    assertThat(customer.call()).isEqualTo("CA1");
    assertThat(server.requests().getFirst().body())
        .contains("\"from\":\"+12025550110\"", "\"to\":\"" + DemoLines.BUSINESS + "\"");
  }

  @Test
  void the_transcript_never_contains_the_typed_keys() {
    server.on("GET /simulator/calls/CA1", "{\"capturing\":\"payment-card-number\"}");
    server.on("POST /simulator/calls/CA1/digits", "{\"heardByPayment\":15}");
    customer.calls(DemoLines.BUSINESS);
    customer.typesCard(Customer.GOOD_CARD);
    assertThat(server.requests().getLast().body()).contains(Customer.GOOD_CARD);
    assertThat(transcript())
        .contains("types the card number: 16 keys, 15 heard by Twilio")
        .doesNotContain(Customer.GOOD_CARD)
        .doesNotContain("4242");
  }

  @Test
  void a_customer_types_only_when_twilio_asks_for_the_field() {
    final AtomicInteger polls = new AtomicInteger();
    server.on(
        "GET /simulator/calls/CA1",
        _ ->
            new FakeHttpServer.Response(
                200,
                Map.of(),
                polls.incrementAndGet() < 3
                    ? "{\"capturing\":\"payment-card-number\"}"
                    : "{\"capturing\":\"security-code\"}"));
    server.on("POST /simulator/calls/CA1/digits", "{\"heardByPayment\":3}");
    customer.calls(DemoLines.BUSINESS);
    customer.typesCode();
    assertThat(polls).hasValue(3);
  }

  @Test
  void the_expiry_is_valid_for_another_year() {
    final YearMonth expiry =
        YearMonth.parse(Customer.expiry(), DateTimeFormatter.ofPattern("MMyy"));
    assertThat(expiry)
        .isBetween(
            YearMonth.now(ZoneOffset.UTC).plusMonths(11),
            YearMonth.now(ZoneOffset.UTC).plusMonths(12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversation-8", "636f6e766572736174696f6e2d38;encoding=hex"})
  void the_pbx_decodes_the_uui(String header) {
    server.on(
        "GET /simulator/calls/CA2", "{\"sipHeaders\":{\"User-to-User\":\"%s\"}}".formatted(header));
    assertThat(pbx.uuiOf("CA2")).isEqualTo("conversation-8");
  }

  @Test
  void the_pbx_encodes_a_uui_as_hex() {
    assertThat(Pbx.hex("conversation-8")).isEqualTo("636f6e766572736174696f6e2d38;encoding=hex");
  }

  @Test
  void the_pbx_finds_its_answered_leg() {
    server.on(
        "GET /simulator/calls/CA1",
        "{\"children\":[{\"sid\":\"CA2\",\"status\":\"completed\"},"
            + "{\"sid\":\"CA3\",\"status\":\"in-progress\"}]}");
    assertThat(pbx.legOf("CA1")).isEqualTo("CA3");
  }

  @Test
  void await_polls_until_the_lookup_finds_something() {
    final AtomicInteger polls = new AtomicInteger();
    final int found =
        Pbx.await(
            "the third poll",
            () -> Optional.of(polls.incrementAndGet()).filter(count -> count == 3));
    assertThat(found).isEqualTo(3);
    assertThat(polls).hasValue(3);
  }

  @Test
  void a_refusal_reports_the_problem_of_the_simulator() {
    server.on(
        "PUT /simulator/faults",
        _ ->
            new FakeHttpServer.Response(
                400, Map.of(), "{\"detail\":\"there is no fault named hiccup\"}"));
    assertThatThrownBy(() -> simulator.faults(Map.of("hiccup", 1)))
        .isInstanceOf(ScriptFailure.class)
        .hasMessage("the simulator refused PUT /simulator/faults: there is no fault named hiccup");
  }

  @Test
  void an_unreachable_simulator_is_named() throws IOException {
    final URI nowhere;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nowhere = URI.create("http://localhost:" + socket.getLocalPort());
    }
    assertThatThrownBy(() -> new SimulatorControl(nowhere).journal(0))
        .isInstanceOf(ScriptFailure.class)
        .hasMessage("cannot reach the simulator at " + nowhere);
  }

  private String transcript() {
    transcript.note("");
    return output.toString(StandardCharsets.UTF_8);
  }
}
