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
import dev.agentpay.store.sqlite.Appending;
import java.io.IOException;
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

  /// Since calls come on more ways than one.
  private static final String SECOND = "stored-v2.json";

  /// Since every kind of task has a name, and a call knows which of its agents hung up.
  private static final String THIRD = "stored-v3.json";

  /// Since a session remembers Twilio's last word.
  private static final String LATEST = "stored-v4.json";

  /// Stored by `compat`, which tests that it is read.
  private static final Set<String> ELSEWHERE =
      Set.of("event/SyncLeased", "event/SyncEmptied", "state/SYNC", "state/SYNC/2");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String WHERE = "event 7 of session/ps_1";

  private final Codec codec = new Codec(Given.SCHEMA);

  /// Everything that is stored, under the name that its row has.
  private static Map<String, Object> samples() {
    final Map<String, Object> samples = new LinkedHashMap<>();
    final Types types = new Types(Given.SCHEMA);
    Samples.events().forEach(e -> add(samples, "event/" + types.of(e), e));
    Samples.tasks().forEach(t -> add(samples, "task/" + types.of(t), t));
    Samples.states().forEach(s -> add(samples, "state/" + s.stream().kind(), s));
    return samples;
  }

  private static void add(Map<String, Object> samples, String name, Object sample) {
    samples.put(samples.containsKey(name) ? name + "/2" : name, sample);
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
    return Given.SCHEMA.aggregates().stream()
        .filter(type -> type.events().containsKey(event))
        .map(AggregateType::kind)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_is_written_is_read_again_as_it_was() {
    samples()
        .forEach(
            (name, sample) ->
                assertThat(read(name, JSON.readTree(codec.write(sample))))
                    .as(name)
                    .isEqualTo(sample));
  }

  @Test
  void what_this_version_writes_is_what_its_file_says() {
    final Map<String, JsonNode> now = new LinkedHashMap<>();
    samples().forEach((name, sample) -> now.put(name, JSON.readTree(codec.write(sample))));

    assertThat(JSON.<JsonNode>valueToTree(now))
        .as("stored JSON has changed; see what the files of its test are for")
        .isEqualTo(golden(LATEST));
  }

  /// Rows that were written stay in people's files for years: these files are never changed. A type
  /// that changed so that this fails must be stored under a new name, or read both shapes.
  @Test
  void what_earlier_versions_wrote_is_read_by_this_version() {
    for (String file : List.of(FIRST, SECOND, THIRD, LATEST)) {
      golden(file).properties().stream()
          .filter(row -> !ELSEWHERE.contains(row.getKey()))
          .forEach(
              row ->
                  assertThat(read(row.getKey(), row.getValue()))
                      .as("%s of %s", row.getKey(), file)
                      .isEqualTo(meant(file, row.getKey())));
    }
  }

  private static Object meant(String file, String name) {
    final Object now = sample(name.replace("instruction/", "task/"));
    return switch (file) {
      case FIRST -> inFirst(inThird(now));
      case SECOND -> inSecond(inThird(now));
      case THIRD -> inThird(now);
      default -> now;
    };
  }

  private static Object sample(String name) {
    return Objects.requireNonNull(samples().get(name), name);
  }

  /// What the first version meant by its row.
  private static Object inFirst(Object now) {
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

  /// What the second version meant: it did not know which agents' legs had been answered, and of an
  /// agent's calls it knew one.
  private static Object inSecond(Object now) {
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

  /// What the third version meant: it knew nothing of a connector's own status, nor of what a
  /// session remembers of Twilio's last word and of its questions to the ledger.
  private static Object inThird(Object now) {
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
                  s.updatedAt()),
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
    try (var file = CodecTest.class.getResourceAsStream(name)) {
      return JSON.readTree(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void every_type_has_a_name_and_a_sample() {
    final List<Class<?>> events =
        Given.SCHEMA.aggregates().stream()
            .flatMap(type -> type.events().values().stream())
            .<Class<?>>map(event -> event)
            .toList();
    assertThat(classes(Samples.events()))
        .containsExactlyInAnyOrderElementsOf(events)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(SessionEvent.class, CallEvent.class, AgentEvent.class, UuiEvent.class)
                .flatMap(CodecTest::leaves)
                .toList())
        .hasSize(47);
    assertThat(classes(Samples.tasks()))
        .containsExactlyInAnyOrderElementsOf(Given.SCHEMA.tasks().values())
        .containsAll(leaves(Instruction.class).toList());
    assertThat(classes(Samples.states()))
        .containsExactlyInAnyOrderElementsOf(
            Given.SCHEMA.aggregates().stream().<Class<?>>map(AggregateType::state).toList());
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
  void two_names_for_one_type_are_noticed() {
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
  void what_is_not_registered_is_not_written() {
    final Codec payments = new Codec(PaymentSchema.SCHEMA);
    final Append call = Given.arrived(1, Given.NOON);
    final Task task = Task.next("x", new RecallCaller(Given.call(1)), Given.NOON);

    assertThatThrownBy(() -> new Appending(call, payments, () -> Given.NOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("register");
    assertThatThrownBy(
            () -> new Appending(Given.with(Given.started(1), task), payments, () -> Given.NOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("register");
  }

  @Test
  void what_a_newer_version_added_is_skipped() {
    assertThat(
            codec.event(
                WHERE,
                "SESSION",
                "SessionPaid",
                "{\"confirmationCode\":\"ch_1\",\"fee\":{\"a\":1}}"))
        .isEqualTo(new SessionEvent.SessionPaid("ch_1"));
  }

  @Test
  void unknown_types_and_damaged_rows_are_named() {
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
  void ids_money_and_times_are_stored_as_people_read_them() {
    final String json = codec.write(Samples.tasks().getFirst());
    assertThat(json)
        .contains("\"call\":\"CA00000000000000000000000000000001\"")
        .contains("\"amount\":{\"amount\":\"42.50\",\"currency\":\"USD\"}")
        .contains("\"method\":\"CREDIT_CARD\"")
        .doesNotContain("bankAccountType");
    assertThat(codec.write(Given.after(Given.started(1))))
        .contains("\"startedAt\":\"2026-03-01T12:00:00.123456789Z\"");
  }
}
