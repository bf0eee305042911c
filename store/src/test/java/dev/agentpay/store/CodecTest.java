package dev.agentpay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.calls.Agent;
import dev.agentpay.calls.AgentEvent;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.RecallCaller;
import dev.agentpay.calls.UuiEvent;
import dev.agentpay.events.AggregateType;
import dev.agentpay.events.Append;
import dev.agentpay.events.NewerVersionException;
import dev.agentpay.events.Schema;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.Task;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.store.sqlite.AppendWrite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CodecTest {
  private static final String FIRST = "stored-v1.json";

  /// Since calls have routes.
  private static final String SECOND = "stored-v2.json";

  /// Since every task type has a name, and a call stores which agent hung up.
  private static final String THIRD = "stored-v3.json";

  /// Since a session stores the result that Twilio reported.
  private static final String FOURTH = "stored-v4.json";

  /// Since a session stores which fields the customer types twice.
  private static final String LATEST = "stored-v5.json";

  /// Stored by `compat`, whose own tests read it.
  private static final Set<String> STORED_BY_COMPAT =
      Set.of("event/SyncLeased", "event/SyncEmptied", "state/SYNC", "state/SYNC/2");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String WHERE = "event 7 of session/ps_1";

  private final Codec codec = new Codec(Fixtures.SCHEMA);

  /// All stored objects, by the name of their row.
  private static Map<String, Object> samples() {
    final Map<String, Object> samples = new LinkedHashMap<>();
    final Types types = new Types(Fixtures.SCHEMA);
    Samples.events().forEach(e -> add(samples, "event/" + types.of(e), e));
    Samples.tasks().forEach(t -> add(samples, "task/" + types.of(t), t));
    Samples.states().forEach(s -> add(samples, "state/" + s.stream().kind(), s));
    return samples;
  }

  private static void add(Map<String, Object> samples, String name, Object sample) {
    String free = name;
    for (int i = 2; samples.containsKey(free); i++) {
      free = name + "/" + i;
    }
    samples.put(free, sample);
  }

  private Object read(String name, JsonNode stored) {
    final String[] parts = name.split("/", -1);
    final String body = stored.toString();
    return switch (parts[0]) {
      case "event" -> codec.event(name, kindOf(parts[1]), parts[1], body);
      case "instruction", "task" -> codec.work(name, parts[1], body);
      default -> codec.state(new StreamId(parts[1], "1"), body);
    };
  }

  private static String kindOf(String event) {
    return Fixtures.SCHEMA.aggregates().stream()
        .filter(type -> type.events().containsKey(event))
        .map(AggregateType::kind)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void reads_what_it_writes() {
    samples()
        .forEach(
            (name, sample) ->
                assertThat(read(name, JSON.readTree(codec.write(sample))))
                    .as(name)
                    .isEqualTo(sample));
  }

  @Test
  void writes_the_current_format() {
    final Map<String, JsonNode> now = new LinkedHashMap<>();
    samples().forEach((name, sample) -> now.put(name, JSON.readTree(codec.write(sample))));

    assertThat(JSON.<JsonNode>valueToTree(now))
        .as("the stored JSON has changed; add a new file for the new format and keep the old ones")
        .isEqualTo(golden(LATEST));
  }

  /// Never change these files, because customers keep stored rows for years. If a change of a type
  /// breaks this test, store the type under a new name, or read both formats.
  @Test
  void reads_the_formats_of_earlier_versions() {
    for (String file : List.of(FIRST, SECOND, THIRD, FOURTH, LATEST)) {
      golden(file).properties().stream()
          .filter(row -> !STORED_BY_COMPAT.contains(row.getKey()))
          .forEach(
              row ->
                  assertThat(read(row.getKey(), row.getValue()))
                      .as("%s of %s", row.getKey(), file)
                      .isEqualTo(expected(file, row.getKey())));
    }
  }

  private static Object expected(String file, String name) {
    final Object now = sample(name.replace("instruction/", "task/"));
    return switch (file) {
      case FIRST -> asInVersion1(asInVersion3(now));
      case SECOND -> asInVersion2(asInVersion3(now));
      case THIRD -> asInVersion3(now);
      default -> now;
    };
  }

  private static Object sample(String name) {
    return Objects.requireNonNull(samples().get(name), name);
  }

  /// The meaning of a row of the first version.
  private static Object asInVersion1(Object now) {
    return switch (now) {
      case CallEvent.CallArrived a ->
          new CallEvent.CallArrived(
              a.call(), a.from(), a.to(), CallRoute.SOFTPHONE, Optional.empty(), Optional.empty());
      case Call c ->
          new Call(
              c.sid(),
              c.version(),
              c.from(),
              c.to(),
              CallRoute.SOFTPHONE,
              Optional.empty(),
              c.ringing(),
              0,
              List.of(),
              Optional.empty(),
              c.agent(),
              c.agentLeg(),
              List.of(),
              false,
              c.startedAt(),
              Optional.empty(),
              c.endedAt(),
              c.ended());
      case Agent a -> withOneCall(a);
      default -> now;
    };
  }

  /// The meaning of a row of the second version. It did not store which agents' legs were answered,
  /// and only one call of each agent.
  private static Object asInVersion2(Object now) {
    return switch (now) {
      case Call c ->
          new Call(
              c.sid(),
              c.version(),
              c.from(),
              c.to(),
              c.route(),
              c.uui(),
              c.ringing(),
              c.rung(),
              c.missed(),
              c.waiting(),
              c.agent(),
              c.agentLeg(),
              List.of(),
              false,
              c.startedAt(),
              c.answeredAt(),
              c.endedAt(),
              c.ended());
      case Agent a -> withOneCall(a);
      default -> now;
    };
  }

  /// The meaning of a row of the third version. It did not store a connector's own status, nor
  /// Twilio's result and the questions to the ledger of a session.
  private static Object asInVersion3(Object now) {
    return switch (now) {
      case SessionEvent.StatusReceived(PaymentStatus s, boolean stale) ->
          new SessionEvent.StatusReceived(
              new PaymentStatus(
                  s.call(),
                  s.payment(),
                  s.sessionHint(),
                  s.captureHint(),
                  s.capture(),
                  s.required(),
                  s.partial(),
                  s.error(),
                  s.masks(),
                  s.cardType(),
                  s.result(),
                  s.confirmationCode(),
                  s.token(),
                  s.profile(),
                  s.reason(),
                  Optional.empty(),
                  s.updatedAt(),
                  Optional.empty()),
              stale);
      case PaySession s ->
          new PaySession(
              s.id(),
              s.version(),
              s.agent(),
              s.request(),
              s.state(),
              s.capture(),
              s.captureNumber(),
              s.secondEntry(),
              s.captureConfirmed(),
              s.ahead(),
              s.payment(),
              Optional.empty(),
              s.required(),
              s.fields(),
              s.cardType(),
              s.seen(),
              Optional.empty(),
              Optional.empty(),
              s.outcome(),
              s.startedAt(),
              s.stateSince(),
              s.ledgerAsked(),
              Optional.empty(),
              s.released(),
              s.alarm());
      default -> now;
    };
  }

  private static Agent withOneCall(Agent agent) {
    return new Agent(
        agent.id(), agent.version(), agent.wantsCalls(), agent.call(), List.of(), agent.since());
  }

  private static JsonNode golden(String name) {
    try (InputStream file = CodecTest.class.getResourceAsStream(name)) {
      return JSON.readTree(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void every_type_has_a_name_and_a_sample() {
    final List<Class<?>> events =
        Fixtures.SCHEMA.aggregates().stream()
            .flatMap(type -> type.events().values().stream())
            .<Class<?>>map(event -> event)
            .toList();
    assertThat(classes(Samples.events()))
        .containsExactlyInAnyOrderElementsOf(events)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(SessionEvent.class, CallEvent.class, AgentEvent.class, UuiEvent.class)
                .flatMap(CodecTest::leaves)
                .toList())
        .hasSize(48);
    assertThat(classes(Samples.tasks()))
        .containsExactlyInAnyOrderElementsOf(Fixtures.SCHEMA.tasks().values())
        .containsAll(leaves(Instruction.class).toList());
    assertThat(classes(Samples.states()))
        .containsExactlyInAnyOrderElementsOf(
            Fixtures.SCHEMA.aggregates().stream().<Class<?>>map(AggregateType::state).toList());
  }

  private static Set<Class<?>> classes(List<?> samples) {
    return samples.stream().map(Object::getClass).collect(Collectors.toSet());
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(CodecTest::leaves)
        : Stream.of(type);
  }

  @Test
  void refuses_two_names_for_one_type() {
    final Schema twice =
        new Schema(
            List.of(),
            Map.of("A", Instruction.Cancel.class, "B", Instruction.Cancel.class),
            List.of(),
            Map.of());
    assertThatThrownBy(() -> new Types(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two names");
  }

  @Test
  void refuses_unregistered_types() {
    final Codec payments = new Codec(PaymentSchema.SCHEMA);
    final Append call = Fixtures.arrived(1, Fixtures.NOON);
    final Task task = Task.next("x", new RecallCaller(Fixtures.call(1)), Fixtures.NOON);

    assertThatThrownBy(() -> new AppendWrite(call, payments, () -> Fixtures.NOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("register");
    assertThatThrownBy(
            () ->
                new AppendWrite(
                    Fixtures.with(Fixtures.started(1), task), payments, () -> Fixtures.NOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("register");
  }

  @Test
  void ignores_fields_of_a_newer_version() {
    assertThat(
            codec.event(
                WHERE,
                "SESSION",
                "SessionPaid",
                "{\"confirmationCode\":\"ch_1\",\"fee\":{\"a\":1}}"))
        .isEqualTo(new SessionEvent.SessionPaid("ch_1"));
  }

  @Test
  void names_unknown_types_and_damaged_rows() {
    assertThatThrownBy(() -> codec.event(WHERE, "SESSION", "SessionRefunded", "{}"))
        .isInstanceOf(NewerVersionException.class)
        .hasMessageContaining(WHERE)
        .hasMessageContaining("SessionRefunded")
        .hasMessageContaining("upgrade this node");
    assertThatThrownBy(() -> codec.event(WHERE, "SESSION", "CallEnded", "{\"why\":\"x\"}"))
        .as("another aggregate's event")
        .isInstanceOf(NewerVersionException.class);
    assertThatThrownBy(() -> codec.event(WHERE, "REFUND", "RefundAsked", "{}"))
        .isInstanceOf(NewerVersionException.class)
        .hasMessageContaining("has the kind REFUND");
    assertThatThrownBy(
            () -> codec.event(WHERE, "SESSION", "InstructionAccepted", "{\"instruction\":"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining(WHERE)
        .hasMessageContaining("InstructionAccepted");
    assertThatThrownBy(
            () -> codec.event(WHERE, "SESSION", "InstructionAccepted", "{\"instruction\":null}"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void stores_ids_money_and_times_as_text() {
    final String json = codec.write(Samples.tasks().getFirst());
    assertThat(json)
        .contains("\"call\":\"CA00000000000000000000000000000001\"")
        .contains("\"amount\":{\"amount\":\"42.50\",\"currency\":\"USD\"}")
        .contains("\"method\":\"CREDIT_CARD\"")
        .doesNotContain("bankAccountType");
    assertThat(codec.write(Fixtures.after(Fixtures.started(1))))
        .contains("\"startedAt\":\"2026-03-01T12:00:00.123456789Z\"");
  }
}
