package dev.agentpay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.events.Actor;
import dev.agentpay.events.Origin;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.payments.PaymentCallback;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
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
        Optional.of("SUCCESS"),
        Optional.of(Instant.parse("2026-01-01T10:00:00.123Z")),
        Optional.empty());
  }

  static PaymentCallback callback(int number) {
    return new PaymentCallback(
        status(number),
        ORIGIN,
        number == 1 ? Optional.of(Map.of("Result", "success")) : Optional.empty());
  }

  private FileSpool open() {
    return FileSpool.open(
        folder.resolve("callbacks.spool"), PaymentCallback.class, Fixtures.SCHEMA);
  }

  @Test
  void keeps_callbacks_across_a_restart() {
    try (FileSpool spool = open()) {
      spool.keep(callback(1));
      spool.keep(callback(2));
    }
    try (FileSpool spool = open()) {
      assertThat(spool.oldest()).contains(callback(1));
      assertThat(spool.holds(callback(1).queue())).isTrue();
      spool.removeOldest();
      assertThat(spool.oldest()).contains(callback(2));
      assertThat(spool.holds(callback(1).queue())).isFalse();
      assertThat(spool.holds(callback(2).queue())).isTrue();
    }
  }

  /// Its lines have neither a copy for existing clients nor a type name.
  @Test
  void reads_callbacks_of_version_0_1() throws IOException {
    final String now = new Codec(Fixtures.SCHEMA).write(callback(1));
    final String before = now.replace(",\"copy\":{\"Result\":\"success\"}", "");
    assertThat(before).isNotEqualTo(now);
    Files.writeString(folder.resolve("callbacks.spool"), before + "\n");
    try (FileSpool spool = open()) {
      assertThat(spool.oldest()).contains(new PaymentCallback(status(1), ORIGIN, Optional.empty()));
    }
  }

  @Test
  void an_emptied_spool_stays_empty() throws IOException {
    try (FileSpool spool = open()) {
      spool.keep(callback(1));
      spool.removeOldest();
      assertThat(spool.oldest()).isEmpty();
    }
    assertThat(Files.size(folder.resolve("callbacks.spool"))).isZero();
  }

  @Test
  void ignores_an_incomplete_last_line() throws IOException {
    try (FileSpool spool = open()) {
      spool.keep(callback(1));
    }
    Files.writeString(
        folder.resolve("callbacks.spool"), "{\"status\":{\"ca", StandardOpenOption.APPEND);
    try (FileSpool spool = open()) {
      assertThat(spool.size()).isEqualTo(1);
      spool.keep(callback(2));
    }
    try (FileSpool spool = open()) {
      spool.removeOldest();
      assertThat(spool.oldest())
          .as("the next callback is not part of the incomplete line")
          .contains(callback(2));
    }
  }

  @Test
  void a_damaged_line_does_not_block_others() throws IOException {
    try (FileSpool spool = open()) {
      spool.keep(callback(1));
    }
    final String damaged = "PaymentCallback {\"status\":{\"ca";
    final Path path = folder.resolve("callbacks.spool");
    Files.writeString(path, damaged + "\n" + Files.readString(path));
    try (FileSpool spool = open()) {
      assertThat(spool.oldest()).contains(callback(1));
      spool.removeOldest();
      assertThat(spool.oldest()).isEmpty();
    }
    assertThat(folder.resolve("callbacks.spool.damaged")).hasContent(damaged);
    try (FileSpool spool = open()) {
      assertThat(spool.size()).isZero();
    }
    assertThat(folder.resolve("callbacks.spool.damaged")).hasContent(damaged);
  }

  @Test
  void empties_a_spool_with_only_damaged_lines() throws IOException {
    final Path path = folder.resolve("callbacks.spool");
    Files.writeString(path, "{\"status\":{\"ca\n");
    open().close();
    open().close();
    assertThat(path).isEmptyFile();
    assertThat(folder.resolve("callbacks.spool.damaged")).hasContent("{\"status\":{\"ca");
  }

  @Test
  void syncs_a_callback_before_acknowledging_it() throws IOException {
    final Path path = folder.resolve("callbacks.spool");
    try (TrackedChannel channel = TrackedChannel.open(path);
        FileSpool spool =
            FileSpool.open(path, channel, PaymentCallback.class, Fixtures.SCHEMA, 10)) {
      spool.keep(callback(1));
      assertThat(channel.unsynced()).isFalse();
      spool.keep(callback(2));
      assertThat(channel.unsynced()).isFalse();
      spool.removeOldest();
      spool.removeOldest();
      assertThat(channel.unsynced()).isFalse();
    }
  }

  @Test
  void a_failed_write_leaves_no_trace() throws IOException {
    final Path path = folder.resolve("callbacks.spool");
    try (TrackedChannel channel = TrackedChannel.open(path);
        FileSpool spool =
            FileSpool.open(path, channel, PaymentCallback.class, Fixtures.SCHEMA, 10)) {
      spool.keep(callback(1));
      channel.failAfter(10);
      assertThatThrownBy(() -> spool.keep(callback(2)))
          .isInstanceOf(StoreUnavailableException.class);
      channel.failAfter(Long.MAX_VALUE);
      spool.keep(callback(3));
    }
    try (FileSpool spool = open()) {
      spool.removeOldest();
      assertThat(spool.oldest()).contains(callback(3));
      assertThat(spool.size()).isEqualTo(1);
    }
  }

  @Test
  void refuses_callbacks_when_full() throws IOException {
    final Path path = folder.resolve("callbacks.spool");
    try (FileSpool spool =
        FileSpool.open(
            path, TrackedChannel.open(path), PaymentCallback.class, Fixtures.SCHEMA, 1)) {
      spool.keep(callback(1));
      assertThatThrownBy(() -> spool.keep(callback(2)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("full");
      assertThat(spool.size()).isEqualTo(1);
    }
  }
}
