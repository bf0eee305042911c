package dev.agentpay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.core.Aggregate;
import dev.agentpay.core.Call;
import dev.agentpay.core.CallEvent;
import dev.agentpay.core.CallRoute;
import dev.agentpay.core.Event;
import dev.agentpay.core.Instruction;
import dev.agentpay.core.SessionEvent;
import dev.agentpay.core.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CodecTest {
  private static final String FIRST = "stored-v1.json";

  /// Since calls come on more ways than one.
  private static final String LATEST = "stored-v2.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String WHERE = "event 7 of session/ps_1";

  private final Codec codec = new Codec();

  /// Everything that is stored, under the name that its row has.
  private static Map<String, Object> samples() {
    final Map<String, Object> samples = new LinkedHashMap<>();
    Samples.events().forEach(e -> add(samples, "event/" + TypeNames.EVENTS.of(e), e));
    Samples.instructions()
        .forEach(i -> add(samples, "instruction/" + TypeNames.INSTRUCTIONS.of(i), i));
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
      case "event" -> codec.event(name, parts[1], body);
      case "instruction" -> codec.instruction(name, parts[1], body);
      default -> codec.state(new StreamId(StreamId.Kind.valueOf(parts[1]), "1"), body);
    };
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
    for (String file : List.of(FIRST, LATEST)) {
      golden(file)
          .properties()
          .forEach(
              row ->
                  assertThat(read(row.getKey(), row.getValue()))
                      .as("%s of %s", row.getKey(), file)
                      .isEqualTo(file.equals(FIRST) ? before(row.getKey()) : sample(row.getKey())));
    }
  }

  private static Object sample(String name) {
    return Objects.requireNonNull(samples().get(name), name);
  }

  /// What the first version meant by its row.
  private static Object before(String name) {
    final Object now = sample(name);
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
              c.startedAt(),
              Optional.empty(),
              c.endedAt(),
              c.ended());
      default -> now;
    };
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
    assertThat(leaves(Event.class))
        .allSatisfy(type -> assertThat(namesOf(TypeNames.EVENTS, Samples.events())).contains(type))
        .hasSize(48);
    assertThat(leaves(Instruction.class))
        .allSatisfy(
            type ->
                assertThat(namesOf(TypeNames.INSTRUCTIONS, Samples.instructions())).contains(type));
    assertThat(Samples.states().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(leaves(Aggregate.class));
  }

  /// The classes of the samples that are found again under the name they have.
  private static <T> List<Class<?>> namesOf(TypeNames<T> names, List<T> samples) {
    final List<Class<?>> found = new ArrayList<>();
    for (T sample : samples) {
      assertThat(names.type(WHERE, names.of(sample))).isEqualTo(sample.getClass());
      found.add(sample.getClass());
    }
    return found;
  }

  private static List<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(t -> leaves(t).stream()).toList()
        : Stream.<Class<?>>of(type).toList();
  }

  @Test
  void two_names_for_one_type_are_noticed() {
    assertThatThrownBy(
            () ->
                new TypeNames<Instruction>(
                    Map.of("A", Instruction.Cancel.class, "B", Instruction.Cancel.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two names");
  }

  @Test
  void what_a_newer_version_added_is_skipped() {
    assertThat(
            codec.event(WHERE, "SessionPaid", "{\"confirmationCode\":\"ch_1\",\"fee\":{\"a\":1}}"))
        .isEqualTo(new SessionEvent.SessionPaid("ch_1"));
  }

  @Test
  void a_type_of_a_newer_version_and_a_damaged_row_are_named() {
    assertThatThrownBy(() -> codec.event(WHERE, "SessionRefunded", "{}"))
        .isInstanceOf(NewerVersionException.class)
        .hasMessageContaining(WHERE)
        .hasMessageContaining("SessionRefunded")
        .hasMessageContaining("upgrade this node");
    assertThatThrownBy(() -> codec.event(WHERE, "InstructionAccepted", "{\"instruction\":"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining(WHERE)
        .hasMessageContaining("InstructionAccepted");
    assertThatThrownBy(() -> codec.event(WHERE, "InstructionAccepted", "{\"instruction\":null}"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void ids_money_and_times_are_stored_as_people_read_them() {
    final String json = codec.write(Samples.instructions().getFirst());
    assertThat(json)
        .contains("\"call\":\"CA00000000000000000000000000000001\"")
        .contains("\"amount\":{\"amount\":\"42.50\",\"currency\":\"USD\"}")
        .contains("\"method\":\"CREDIT_CARD\"")
        .doesNotContain("bankAccountType");
    assertThat(codec.write(Given.started(1).after()))
        .contains("\"startedAt\":\"2026-03-01T12:00:00.123456789Z\"");
  }
}
