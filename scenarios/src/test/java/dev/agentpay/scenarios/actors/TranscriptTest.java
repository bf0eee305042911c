package dev.agentpay.scenarios.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Transcript transcript =
      new Transcript(new PrintStream(output, true, StandardCharsets.UTF_8));

  @Test
  void prints_lines_in_the_order_of_their_times() {
    final Instant now = Instant.now();
    transcript.line(now.plusSeconds(2), "alice", "second");
    transcript.line(now.plusSeconds(1), "twilio", "first");
    transcript.line(now.plusSeconds(3), "bob", "third");
    transcript.note("");
    assertThat(words()).containsExactly("first", "second", "third");
  }

  @Test
  void keeps_the_order_of_lines_with_equal_times() {
    final Instant now = Instant.now();
    for (int i = 0; i < 20; i++) {
      transcript.line(now, "alice", "line" + i);
    }
    transcript.note("");
    assertThat(words()).hasSize(20).startsWith("line0", "line1", "line2").endsWith("line19");
  }

  @Test
  void prints_seconds_with_milliseconds_in_columns() {
    final Instant before = Instant.now();
    transcript.begin("title");
    final Instant after = Instant.now();
    transcript.line(before.plusMillis(12_345), "bob", "submits");
    transcript.note("");
    final String line = lines().get(2);
    assertThat(line).matches(" 1[12]\\.[0-9]{3} {2}bob {6} submits");
    final long printed = Math.round(Double.parseDouble(line.substring(0, 7)) * 1000);
    assertThat(printed).isBetween(12_345 - Duration.between(before, after).toMillis() - 1, 12_345L);
  }

  @Test
  void waits_with_a_recent_line_for_earlier_ones() {
    transcript.line(Instant.now().plusSeconds(60), "alice", "later");
    assertThat(output.size()).isZero();
    transcript.line(Instant.now().minusSeconds(60), "alice", "earlier");
    assertThat(words()).containsExactly("earlier");
  }

  @Test
  void a_note_prints_the_waiting_lines_first() {
    transcript.line("alice", "submits");
    transcript.note("the end");
    assertThat(lines()).hasSize(2);
    assertThat(lines().getFirst()).endsWith("alice     submits");
    assertThat(lines().getLast()).isEqualTo("the end");
  }

  @Test
  void begin_prints_the_waiting_lines_before_the_title() {
    transcript.line("alice", "submits");
    transcript.begin("charge: a customer pays by card");
    assertThat(lines()).hasSize(3);
    assertThat(lines().getFirst()).endsWith("submits");
    assertThat(lines().subList(1, 3)).containsExactly("", "── charge: a customer pays by card");
  }

  private List<String> lines() {
    return output.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private List<String> words() {
    return lines().stream()
        .filter(line -> !line.isEmpty())
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }
}
