package dev.agentpay.proofs.crash;

import dev.agentpay.app.node.LedgerClient;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.payments.proof.LedgerEntry;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Compares the server's data with what Twilio and the connector recorded.
final class CrashCheck {
  private final CrashAgent supervisor;
  private final LedgerClient ledger;

  CrashCheck(CrashAgent supervisor, LedgerClient ledger) {
    this.supervisor = supervisor;
    this.ledger = ledger;
  }

  /// The acknowledged callbacks that are not in the log.
  List<TwilioRecord.Acknowledged> lost(Collection<TwilioRecord.Acknowledged> acknowledged) {
    final Map<String, Set<Callback>> logs = new HashMap<>();
    return acknowledged.stream()
        .filter(
            a ->
                !logs.computeIfAbsent(a.session(), session -> callbacks(log(session)))
                    .contains(a.callback()))
        .toList();
  }

  /// The log of one session; empty if the server does not know the session.
  List<PayEvent> log(String session) {
    try {
      return supervisor.retrying(() -> supervisor.client().events(session));
    } catch (PayException e) {
      return List.of();
    }
  }

  /// Problems of an ended session's money; empty if there are none.
  List<String> money(PaySession session) {
    return money(session.id(), session.state(), entries(session.id()));
  }

  /// A paid session needs exactly one charge in the ledger, a tokenized session exactly one token,
  /// and every other session neither.
  static List<String> money(String session, SessionState state, List<LedgerEntry> entries) {
    final long charged = count(entries, LedgerEntry.Status.CHARGED);
    final long tokenized = count(entries, LedgerEntry.Status.TOKENIZED);
    final boolean isConsistent =
        charged + tokenized <= 1
            && (charged > 0) == (state == SessionState.PAID)
            && (tokenized > 0) == (state == SessionState.TOKENIZED);
    return isConsistent
        ? List.of()
        : List.of("%s is %s, the ledger has %s".formatted(session, state, entries));
  }

  /// Like [#money(PaySession)], also for a session that has not ended: it may already have one
  /// charge or token, but never two.
  List<String> moneyWhileOpen(PaySession session) {
    return session.isFinal()
        ? money(session)
        : moneyWhileOpen(session.id(), session.state(), entries(session.id()));
  }

  /// Like [#moneyWhileOpen(PaySession)], for a session that has not ended.
  static List<String> moneyWhileOpen(
      String session, SessionState state, List<LedgerEntry> entries) {
    final long moved =
        count(entries, LedgerEntry.Status.CHARGED) + count(entries, LedgerEntry.Status.TOKENIZED);
    return moved <= 1
        ? List.of()
        : List.of("%s is %s, the ledger has %s".formatted(session, state, entries));
  }

  /// Problems of the instructions that Twilio received: two Payments for one session, an
  /// idempotency key used for different requests, a session completed twice, or completed and
  /// cancelled.
  static List<String> instructions(List<TwilioRecord.Instruction> instructions) {
    final List<String> problems = new ArrayList<>();
    final Map<String, List<TwilioRecord.Instruction>> sessions =
        instructions.stream().collect(Collectors.groupingBy(TwilioRecord.Instruction::session));
    sessions.forEach(
        (session, all) -> {
          final Set<String> payments = accepted(all, "create", TwilioRecord.Instruction::payment);
          final Set<String> completes = accepted(all, "complete", TwilioRecord.Instruction::key);
          final Set<String> cancels = accepted(all, "cancel", TwilioRecord.Instruction::key);
          if (payments.size() > 1) {
            problems.add("%s has several Payments: %s".formatted(session, payments));
          }
          if (completes.size() > 1) {
            problems.add(
                "%s was completed more than once, with the keys %s".formatted(session, completes));
          }
          if (!completes.isEmpty() && !cancels.isEmpty()) {
            problems.add("%s was completed and cancelled".formatted(session));
          }
        });
    instructions.stream()
        .collect(
            Collectors.groupingBy(
                TwilioRecord.Instruction::key,
                Collectors.mapping(TwilioRecord.Instruction::parameters, Collectors.toSet())))
        .forEach(
            (key, parameters) -> {
              if (parameters.size() > 1) {
                problems.add(
                    "the idempotency key %s was used for different requests: %s"
                        .formatted(key, parameters));
              }
            });
    return problems;
  }

  /// The session's state at that time, according to its log.
  static String stateAt(List<PayEvent> log, Instant at) {
    String state = "NOT STARTED";
    for (PayEvent event : log) {
      if (!event.at().isAfter(at)) {
        state = stateAfter(event, state);
      }
    }
    return state;
  }

  private static String stateAfter(PayEvent event, String before) {
    return switch (event.type()) {
      case "session-started" -> "OPENING";
      case "payment-opened", "capture-parked" -> "IDLE";
      case "capture-requested" -> "CAPTURING";
      case "all-captured" -> "READY";
      case "submit-requested" -> "COMPLETING";
      case "cancel-requested" -> "CANCELLING";
      case "session-unconfirmed" -> "UNCONFIRMED";
      case "session-paid",
          "session-tokenized",
          "session-declined",
          "session-cancelled",
          "session-abandoned",
          "session-failed",
          "session-resolved" ->
          "ENDED";
      default -> before;
    };
  }

  private List<LedgerEntry> entries(String session) {
    if (ledger.ask(CrashWorld.connectorName(), new SessionId(session))
        instanceof Answer.Ledger(List<LedgerEntry> entries)) {
      return entries;
    }
    throw new IllegalStateException("the connector's ledger did not answer");
  }

  private static long count(List<LedgerEntry> entries, LedgerEntry.Status status) {
    return entries.stream().filter(e -> e.status() == status).count();
  }

  private static Set<Callback> callbacks(List<PayEvent> log) {
    return log.stream()
        .flatMap(event -> Callback.logged(event).stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> accepted(
      List<TwilioRecord.Instruction> all,
      String action,
      Function<TwilioRecord.Instruction, String> property) {
    return all.stream()
        .filter(i -> i.action().equals(action) && i.isAccepted())
        .map(property)
        .collect(Collectors.toSet());
  }
}
