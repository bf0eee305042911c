package dev.agentpay.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.client.model.PayException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {
  private final SseParser parser = new SseParser("");

  @Test
  void parses_type_data_and_id() {
    assertThat(feed("event: call\nid: 7\ndata: {}\n\n")).containsExactly(frame("call", "{}", "7"));
  }

  @Test
  void default_type_is_message() {
    assertThat(feed("data: x\n\n")).containsExactly(frame("message", "x", ""));
  }

  @Test
  void resets_the_type_after_a_frame_but_keeps_the_id() {
    assertThat(feed("event: call\nid: 7\ndata: a\n\ndata: b\n\n"))
        .containsExactly(frame("call", "a", "7"), frame("message", "b", "7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void accepts_all_three_line_endings(String end) {
    final String text =
        String.join(end, "event: call", "data: a", "data: b", "", "data: c", "", "");
    assertThat(feed(text)).containsExactly(frame("call", "a\nb", ""), frame("message", "c", ""));
  }

  @Test
  void a_final_carriage_return_completes_the_frame() {
    assertThat(feed("data: a\r\r")).containsExactly(frame("message", "a", ""));
    assertThat(feed("\ndata: b\r\n\r")).containsExactly(frame("message", "b", ""));
  }

  @Test
  void joins_data_lines_including_empty_ones() {
    assertThat(feed("data: a\ndata\ndata:\ndata:  b\n\n"))
        .containsExactly(frame("message", "a\n\n\n b", ""));
  }

  @Test
  void an_empty_data_line_makes_an_empty_frame() {
    assertThat(feed("data\n\n")).containsExactly(frame("message", "", ""));
    assertThat(feed("event: call\n\n\n\n")).isEmpty();
  }

  @Test
  void ignores_comments_and_unknown_fields() {
    assertThat(feed(":\n: ping\nfoo: bar\nfoo\n data: no\ndata: yes\n\n"))
        .containsExactly(frame("message", "yes", ""));
  }

  @Test
  void drops_only_one_space_after_the_colon() {
    assertThat(feed("data:a\n\ndata:  b: c\n\n"))
        .containsExactly(frame("message", "a", ""), frame("message", " b: c", ""));
  }

  @Test
  void drops_a_byte_order_mark_only_at_the_beginning() {
    assertThat(feed("\uFEFFdata: a\n\n")).containsExactly(frame("message", "a", ""));
    assertThat(feed("\uFEFFdata: b\n\n")).isEmpty();
  }

  @Test
  void ignores_ids_with_nul_and_resets_on_empty_id() {
    assertThat(feed("id: 7\ndata: a\n\nid: 8\0\ndata: b\n\nid\ndata: c\n\n"))
        .extracting(SseFrame::lastEventId)
        .containsExactly("7", "7", "");
  }

  @Test
  void an_id_takes_effect_when_its_frame_is_complete() {
    feed("id: 7\ndata: a\n\nid: 8\ndata: b\n");
    assertThat(parser.lastEventId()).isEqualTo("7");
    feed("\n");
    assertThat(parser.lastEventId()).isEqualTo("8");
  }

  @Test
  void a_frame_with_only_an_id_moves_the_position() {
    assertThat(feed("id: 9\n\n")).isEmpty();
    assertThat(parser.lastEventId()).isEqualTo("9");
  }

  @Test
  void continues_from_the_given_id() {
    final SseParser next = new SseParser("41");
    assertThat(next.feed(bytes("data: a\n\n"))).containsExactly(frame("message", "a", "41"));
  }

  @Test
  void accepts_only_digits_as_retry() {
    feed("retry: 12s\nretry: -1\nretry:\nretry: 99999999999999999999\n");
    assertThat(parser.retry()).isEmpty();
    feed("retry: 1500\n");
    assertThat(parser.retry()).contains(Duration.ofMillis(1500));
  }

  @Test
  void rejects_a_frame_above_the_size_limit() {
    final byte[] much = "data: ".concat("x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= SseParser.MAX_FRAME_BYTES >> 20; i++) {
                parser.feed(ByteBuffer.wrap(much));
                parser.feed(bytes("\n"));
              }
            })
        .isInstanceOf(PayException.class)
        .hasMessageContaining("bad-answer");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void frames_do_not_depend_on_chunk_boundaries(long seed) {
    final String text =
        String.join(
            "",
            "\uFEFF: hello\r\nevent: call\rid: 1\ndata: Zoë ☎ \uD83D\uDCB3\r\ndata: b\n\r\n",
            ":\n\nretry: 5\n\nid: 2\ndata: c\r\r: x\r\ndata: d\n\n");
    final byte[] all = text.getBytes(StandardCharsets.UTF_8);
    final Random random = new Random(seed);
    final List<SseFrame> frames = new ArrayList<>();
    for (int from = 0; from < all.length; ) {
      final int length = Math.min(random.nextInt(4), all.length - from);
      frames.addAll(parser.feed(ByteBuffer.wrap(all, from, length)));
      from += length;
    }
    assertThat(frames)
        .containsExactly(
            frame("call", "Zoë ☎ \uD83D\uDCB3\nb", "1"),
            frame("message", "c", "2"),
            frame("message", "d", "2"));
  }

  private List<SseFrame> feed(String text) {
    return parser.feed(bytes(text));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SseFrame frame(String event, String data, String id) {
    return new SseFrame(event, data, id);
  }
}
