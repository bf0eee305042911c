package dev.agentpay.proofs.fsync;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Whether one callback was on the disk before it was acknowledged: between the read of the request
/// and the write of the 204 to the same connection, the database's log was written, and after the
/// last such write an fdatasync of it began and returned 0.
///
/// @param callback its number
/// @param logged bytes written to the database's log
/// @param syncMillis how long that took
/// @param millis from the read to the 204, under strace
/// @param trouble empty when it was durable
record FsyncVerdict(
    int callback, long logged, double syncMillis, double millis, Optional<String> trouble) {
  /// Marks a request so that it is found in the trace: a query parameter nobody reads.
  static final String MARK = "proof";

  private static final String LOG = "-wal";
  private static final Set<String> READS = Set.of("read", "readv", "recvfrom", "recvmsg");
  private static final Set<String> WRITES = Set.of("write", "writev", "sendto", "sendmsg");
  private static final Set<String> FILE_WRITES = Set.of("pwrite64", "pwritev", "write");
  private static final Set<String> SYNCS = Set.of("fdatasync", "fsync");

  /// The verdicts on callbacks 1 to that many.
  static List<FsyncVerdict> of(List<SystemCall> calls, int callbacks) {
    return IntStream.rangeClosed(1, callbacks).mapToObj(n -> one(calls, n)).toList();
  }

  boolean isDurable() {
    return trouble.isEmpty();
  }

  static String heading() {
    return "callback  log bytes      fsync   read to 204";
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%8d  %9d  %6.2f ms  %8.2f ms  %s",
        callback,
        logged,
        syncMillis,
        millis,
        trouble.orElse("durable before its 204"));
  }

  private static FsyncVerdict one(List<SystemCall> calls, int number) {
    final String mark = "&%s=%d ".formatted(MARK, number);
    final Optional<SystemCall> read =
        calls.stream()
            .filter(c -> READS.contains(c.name()) && c.arguments().contains(mark))
            .findFirst();
    if (read.isEmpty()) {
      return without(number, "the request is not in the trace");
    }
    final SystemCall request = read.get();
    final Optional<SystemCall> answer =
        calls.stream()
            .filter(c -> WRITES.contains(c.name()) && c.firstLine() > request.lastLine())
            .filter(c -> !c.of().isEmpty() && c.of().equals(request.of()))
            .filter(c -> c.arguments().contains("HTTP/1.1 204"))
            .findFirst();
    if (answer.isEmpty()) {
      return without(number, "no 204 is in the trace");
    }
    return between(number, request, answer.get(), calls);
  }

  private static FsyncVerdict between(
      int number, SystemCall request, SystemCall answer, List<SystemCall> calls) {
    final List<SystemCall> onLog =
        calls.stream()
            .filter(c -> c.firstLine() > request.lastLine() && c.lastLine() < answer.firstLine())
            .filter(c -> c.of().endsWith(LOG))
            .toList();
    final List<SystemCall> writes =
        onLog.stream().filter(c -> FILE_WRITES.contains(c.name())).toList();
    final int lastWrite = writes.stream().mapToInt(SystemCall::lastLine).max().orElse(-1);
    final Optional<SystemCall> sync =
        onLog.stream()
            .filter(c -> SYNCS.contains(c.name()) && c.firstLine() > lastWrite)
            .filter(c -> c.result() == 0 && !c.isInjected())
            .findFirst();
    final Optional<String> trouble =
        writes.isEmpty()
            ? Optional.of("nothing was written to the database's log")
            : sync.isEmpty() ? Optional.of("204 WITHOUT AN FSYNC") : Optional.empty();
    return new FsyncVerdict(
        number,
        writes.stream().mapToLong(SystemCall::result).sum(),
        sync.map(s -> (s.ended() - s.began()) * 1e3).orElse(0.0),
        (answer.began() - request.ended()) * 1e3,
        trouble);
  }

  private static FsyncVerdict without(int number, String why) {
    return new FsyncVerdict(number, 0, 0, 0, Optional.of(why));
  }
}
