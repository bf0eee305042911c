package dev.agentpay.proofs.fsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Reads short excerpts of recorded traces.
class FsyncVerdictTest {
  private static final String READ =
      """
      10 5.100 read(113<TCPv6:[[::1]:80->[::1]:43]>, "POST /twilio/payments/status?session=ps_1&proof=1 HTTP/1.1\\r\\nHost: x\\r\\n"..., 8192) = 812 <0.000040>
      """;
  private static final String LOGGED =
      """
      12 5.101 pwrite64(86</data/agentpay.db-wal>, "\\0\\0\\0\\5"..., 24, 366712) = 24 <0.000278>
      12 5.102 pwrite64(86</data/agentpay.db-wal>, "\\r\\16"..., 4096, 366736) = 4096 <0.000010>
      """;
  private static final String SYNCED =
      """
      12 5.103 fsync(86</data/agentpay.db-wal>) = 0 <0.002000>
      """;
  private static final String ANSWERED =
      """
      10 5.110 writev(113<TCPv6:[[::1]:80->[::1]:43]>, [{iov_base="HTTP/1.1 204 No Content\\r\\n"..., iov_len=123}], 1) = 123 <0.000100>
      """;

  @Test
  void accepts_a_sync_between_request_and_204() {
    final FsyncVerdict verdict = verdict(READ + LOGGED + SYNCED + ANSWERED);
    assertThat(verdict.isDurable()).isTrue();
    assertThat(verdict.logged()).isEqualTo(4120);
    assertThat(verdict.syncMillis()).isBetween(1.99, 2.01);
    assertThat(verdict.millis()).isBetween(9.9, 10.0);
  }

  @Test
  void reports_a_missing_sync() {
    assertThat(verdict(READ + LOGGED + ANSWERED).problem()).hasValue("204 WITHOUT AN FSYNC");
  }

  @Test
  void rejects_a_sync_after_the_204() {
    assertThat(verdict(READ + LOGGED + ANSWERED + SYNCED).isDurable()).isFalse();
  }

  @Test
  void rejects_a_sync_that_returns_after_the_204() {
    final String begun = "12 5.103 fdatasync(86</data/agentpay.db-wal> <unfinished ...>\n";
    final String returned = "12 5.112 <... fdatasync resumed>) = 0 <0.009000>\n";
    assertThat(verdict(READ + LOGGED + begun + ANSWERED + returned).isDurable()).isFalse();
    assertThat(verdict(READ + LOGGED + begun + returned + ANSWERED).isDurable()).isTrue();
  }

  @Test
  void rejects_a_sync_before_the_last_write() {
    assertThat(verdict(READ + SYNCED + LOGGED + ANSWERED).isDurable()).isFalse();
  }

  @Test
  void rejects_a_sync_of_another_file() {
    assertThat(
            verdict(READ + LOGGED + SYNCED.replace("agentpay.db-wal", "other") + ANSWERED)
                .isDurable())
        .isFalse();
  }

  @Test
  void rejects_a_failed_or_injected_sync() {
    final String failed = SYNCED.replace("= 0", "= -1 EIO (Input/output error)");
    final String faked = SYNCED.replace("= 0", "= 0 (INJECTED)");
    assertThat(verdict(READ + LOGGED + failed + ANSWERED).isDurable()).isFalse();
    assertThat(verdict(READ + LOGGED + faked + ANSWERED).isDurable()).isFalse();
  }

  @Test
  void ignores_a_204_on_another_connection() {
    assertThat(verdict(READ + LOGGED + SYNCED + ANSWERED.replace(":43]", ":44]")).problem())
        .hasValue("the trace has no 204 for this request");
  }

  @Test
  void reports_a_204_without_a_write() {
    assertThat(verdict(READ + SYNCED + ANSWERED).problem())
        .hasValue("nothing was written to the database's log");
  }

  @Test
  void finds_a_request_in_an_interrupted_read() {
    final String begun = "10 5.090 read(113<TCPv6:[[::1]:80->[::1]:43]>,  <unfinished ...>\n";
    final String returned =
        READ.replace("read(113<TCPv6:[[::1]:80->[::1]:43]>, ", "<... read resumed>");
    assertThat(verdict(begun + returned + LOGGED + SYNCED + ANSWERED).isDurable()).isTrue();
  }

  @Test
  void reports_a_request_missing_from_the_trace() {
    assertThat(verdict(LOGGED + SYNCED).problem()).hasValue("the request is not in the trace");
  }

  private static FsyncVerdict verdict(String trace) {
    final List<FsyncVerdict> verdicts = FsyncVerdict.of(SystemCall.read(trace.lines().toList()), 1);
    assertThat(verdicts).hasSize(1);
    return verdicts.getFirst();
  }
}
