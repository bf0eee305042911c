package dev.agentpay.proofs.fsync;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Whether one callback was synced to disk before it was acknowledged: between the read of the
/// request and the write of the 204 on the same connection, the database's write-ahead log was
/// written, and after the last such write a sync of it started and returned 0.
///
/// @param callback the callback's number, from 1
/// @param logged bytes written to the write-ahead log
/// @param syncMillis duration of the sync
/// @param millis from the read to the 204, under strace
/// @param problem empty if the callback was durable
record FsyncVerdict(
    int callback, long logged, double syncMillis, double millis, Optional<String> problem) {
  /// Query parameter that identifies a request in the trace; the server ignores it.
  static final String MARK = "proof";

  private static final String LOG = "-wal";
  private static final Set<String> READS = Set.of("read", "readv", "recvfrom", "recvmsg");
  private static final Set<String> WRITES = Set.of("write", "writev", "sendto", "sendmsg");
  private static final Set<String> FILE_WRITES = Set.of("pwrite64", "pwritev", "write");
  private static final Set<String> SYNCS = Set.of("fdatasync", "fsync");

  /// The verdicts on the callbacks 1 to `callbacks`.
  static List<FsyncVerdict> of(List<SystemCall> calls, int callbacks) {
    return IntStream.rangeClosed(1, callbacks).mapToObj(n -> judge(calls, n)).toList();
  }

  boolean isDurable() {
    return problem.isEmpty();
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
        problem.orElse("durable before its 204"));
  }

  private static FsyncVerdict judge(List<SystemCall> calls, int number) {
    final String mark = "&%s=%d ".formatted(MARK, number);
    final Optional<SystemCall> read =
        calls.stream()
            .filter(c -> READS.contains(c.name()) && c.arguments().contains(mark))
            .findFirst();
    if (read.isEmpty()) {
      return failed(number, "the request is not in the trace");
    }
    final SystemCall request = read.get();
    final Optional<SystemCall> answer =
        calls.stream()
            .filter(c -> WRITES.contains(c.name()) && c.firstLine() > request.lastLine())
            .filter(c -> !c.target().isEmpty() && c.target().equals(request.target()))
            .filter(c -> c.arguments().contains("HTTP/1.1 204"))
            .findFirst();
    if (answer.isEmpty()) {
      return failed(number, "the trace has no 204 for this request");
    }
    return judgeBetween(number, request, answer.get(), calls);
  }

  private static FsyncVerdict judgeBetween(
      int number, SystemCall request, SystemCall answer, List<SystemCall> calls) {
    final List<SystemCall> onLog =
        calls.stream()
            .filter(c -> c.firstLine() > request.lastLine() && c.lastLine() < answer.firstLine())
            .filter(c -> c.target().endsWith(LOG))
            .toList();
    final List<SystemCall> writes =
        onLog.stream().filter(c -> FILE_WRITES.contains(c.name())).toList();
    final int lastWrite = writes.stream().mapToInt(SystemCall::lastLine).max().orElse(-1);
    final Optional<SystemCall> sync =
        onLog.stream()
            .filter(c -> SYNCS.contains(c.name()) && c.firstLine() > lastWrite)
            .filter(c -> c.result() == 0 && !c.isInjected())
            .findFirst();
    final Optional<String> problem =
        writes.isEmpty()
            ? Optional.of("nothing was written to the database's log")
            : sync.isEmpty() ? Optional.of("204 WITHOUT AN FSYNC") : Optional.empty();
    return new FsyncVerdict(
        number,
        writes.stream().mapToLong(SystemCall::result).sum(),
        sync.map(s -> (s.ended() - s.began()) * 1e3).orElse(0.0),
        (answer.began() - request.ended()) * 1e3,
        problem);
  }

  private static FsyncVerdict failed(int number, String why) {
    return new FsyncVerdict(number, 0, 0, 0, Optional.of(why));
  }
}
