package dev.agentpay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.core.Actor;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.CaptureField;
import dev.agentpay.core.ErrorType;
import dev.agentpay.core.Origin;
import dev.agentpay.core.PayResult;
import dev.agentpay.core.PaymentSid;
import dev.agentpay.core.PaymentStatus;
import dev.agentpay.core.SessionId;
import dev.agentpay.core.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSpoolTest {
  static final Origin ORIGIN = new Origin(Actor.TWILIO, "203.0.113.7", "callback");

  @TempDir private Path folder;

  static PaymentStatus status(int number) {
    return new PaymentStatus(
        new CallSid("CA" + "1".repeat(32)),
        new PaymentSid("PK%032x".formatted(number)),
        Optional.of(new SessionId("ps_" + "a".repeat(26))),
        OptionalLong.of(number),
        Optional.of(CaptureField.SECURITY_CODE),
        Optional.of(List.of(CaptureField.POSTAL_CODE)),
        false,
        Optional.of(ErrorType.INPUT_TIMEOUT),
        Map.of(CaptureField.PAYMENT_CARD_NUMBER, "xxxxxxxxxxxx4242"),
        Optional.of("visa"),
        Optional.of(PayResult.SUCCESS),
        Optional.of("ch_1"),
        Optional.empty(),
        Optional.empty(),
        new PaymentStatus.Reason(Optional.of(64008), Optional.of("no"), Optional.of("code")),
        Optional.of(Instant.parse("2026-01-01T10:00:00.123Z")));
  }

  private FileSpool open() {
    return FileSpool.open(folder.resolve("callbacks.spool"));
  }

  @Test
  void what_was_kept_is_there_after_a_restart_and_comes_in_order() {
    try (FileSpool spool = open()) {
      spool.keep(status(1), ORIGIN);
      spool.keep(status(2), ORIGIN);
    }
    try (FileSpool spool = open()) {
      assertThat(spool.oldest().orElseThrow().status()).isEqualTo(status(1));
      spool.removeOldest();
      assertThat(spool.oldest().orElseThrow().status()).isEqualTo(status(2));
      assertThat(spool.oldest().orElseThrow().origin()).isEqualTo(ORIGIN);
    }
  }

  @Test
  void an_emptied_spool_stays_empty() throws IOException {
    try (FileSpool spool = open()) {
      spool.keep(status(1), ORIGIN);
      spool.removeOldest();
      assertThat(spool.oldest()).isEmpty();
    }
    assertThat(Files.size(folder.resolve("callbacks.spool"))).isZero();
  }

  @Test
  void a_line_that_was_torn_by_a_crash_is_left_out() throws IOException {
    try (FileSpool spool = open()) {
      spool.keep(status(1), ORIGIN);
    }
    Files.writeString(
        folder.resolve("callbacks.spool"), "{\"status\":{\"ca", StandardOpenOption.APPEND);
    try (FileSpool spool = open()) {
      assertThat(spool.size()).isEqualTo(1);
      spool.keep(status(2), ORIGIN);
    }
    try (FileSpool spool = open()) {
      spool.removeOldest();
      assertThat(spool.oldest().orElseThrow().status())
          .as("what is kept next is no part of the torn line")
          .isEqualTo(status(2));
    }
  }

  @Test
  void a_line_in_the_middle_that_cannot_be_read_was_acknowledged_and_is_named() throws IOException {
    Files.writeString(folder.resolve("callbacks.spool"), "{\"status\":{\"ca\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("line 1 of " + folder.resolve("callbacks.spool"));
  }

  @Test
  void a_callback_is_on_the_disk_before_it_is_acknowledged() throws IOException {
    final Path path = folder.resolve("callbacks.spool");
    try (WatchedChannel channel = WatchedChannel.open(path);
        FileSpool spool = FileSpool.open(path, channel, 10)) {
      spool.keep(status(1), ORIGIN);
      assertThat(channel.unsynced()).isFalse();
      spool.keep(status(2), ORIGIN);
      assertThat(channel.unsynced()).isFalse();
      spool.removeOldest();
      spool.removeOldest();
      assertThat(channel.unsynced()).isFalse();
    }
  }

  @Test
  void what_could_not_be_written_is_refused_and_leaves_no_trace() throws IOException {
    final Path path = folder.resolve("callbacks.spool");
    try (WatchedChannel channel = WatchedChannel.open(path);
        FileSpool spool = FileSpool.open(path, channel, 10)) {
      spool.keep(status(1), ORIGIN);
      channel.breaksAfter(10);
      assertThatThrownBy(() -> spool.keep(status(2), ORIGIN))
          .isInstanceOf(StoreUnavailableException.class);
      channel.breaksAfter(Long.MAX_VALUE);
      spool.keep(status(3), ORIGIN);
    }
    try (FileSpool spool = open()) {
      spool.removeOldest();
      assertThat(spool.oldest().orElseThrow().status()).isEqualTo(status(3));
      assertThat(spool.size()).isEqualTo(1);
    }
  }

  @Test
  void a_full_spool_says_so_and_keeps_what_it_has() throws IOException {
    final Path path = folder.resolve("callbacks.spool");
    try (FileSpool spool = FileSpool.open(path, WatchedChannel.open(path), 1)) {
      spool.keep(status(1), ORIGIN);
      assertThatThrownBy(() -> spool.keep(status(2), ORIGIN))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("full");
      assertThat(spool.size()).isEqualTo(1);
    }
  }
}
