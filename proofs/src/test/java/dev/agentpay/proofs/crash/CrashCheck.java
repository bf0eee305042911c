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

/// Compares what the server says with what Twilio and the connector have witnessed.
final class CrashCheck {
  private final CrashAgent supervisor;
  private final LedgerClient ledger;

  CrashCheck(CrashAgent supervisor, LedgerClient ledger) {
    this.supervisor = supervisor;
    this.ledger = ledger;
  }

  /// Those of these acknowledged callbacks that are not in the log.
  List<TwilioRecord.Acknowledged> lost(Collection<TwilioRecord.Acknowledged> acknowledged) {
    final Map<String, Set<Callback>> logs = new HashMap<>();
    return acknowledged.stream()
        .filter(
            a ->
                !logs.computeIfAbsent(a.session(), session -> callbacks(log(session)))
                    .contains(a.callback()))
        .toList();
  }

  /// The log of one session; empty when the server does not know it.
  List<PayEvent> log(String session) {
    try {
      return supervisor.insists(() -> supervisor.client().events(session));
    } catch (PayException e) {
      return List.of();
    }
  }

  /// What is wrong about the session's money, if anything.
  List<String> money(PaySession session) {
    return money(session.id(), session.state(), entries(session.id()));
  }

  /// A charge in the ledger and a session that is paid go together, and so do token and tokenized;
  /// and there is never more than one of them.
  static List<String> money(String session, SessionState state, List<LedgerEntry> entries) {
    final long charged = count(entries, LedgerEntry.Status.CHARGED);
    final long tokenized = count(entries, LedgerEntry.Status.TOKENIZED);
    final boolean isRight =
        charged + tokenized <= 1
            && (charged > 0) == (state == SessionState.PAID)
            && (tokenized > 0) == (state == SessionState.TOKENIZED);
    return isRight
        ? List.of()
        : List.of("%s is %s, the ledger has %s".formatted(session, state, entries));
  }

  /// What is wrong about the session's money while payments are under way, if anything. A session
  /// that has not ended may have its charge already; it may not have two.
  List<String> moneyMeanwhile(PaySession session) {
    return session.isFinal()
        ? money(session)
        : moneyMeanwhile(session.id(), session.state(), entries(session.id()));
  }

  /// As [#moneyMeanwhile(PaySession)], for a session that has not ended.
  static List<String> moneyMeanwhile(
      String session, SessionState state, List<LedgerEntry> entries) {
    final long moved =
        count(entries, LedgerEntry.Status.CHARGED) + count(entries, LedgerEntry.Status.TOKENIZED);
    return moved <= 1
        ? List.of()
        : List.of("%s is %s, the ledger has %s".formatted(session, state, entries));
  }

  /// What is wrong about the instructions that Twilio got: two Payments for one session, a key used
  /// for two things, money moved twice, or moved and cancelled.
  static List<String> instructions(List<TwilioRecord.Instructed> instructed) {
    final List<String> wrong = new ArrayList<>();
    final Map<String, List<TwilioRecord.Instructed>> sessions =
        instructed.stream().collect(Collectors.groupingBy(TwilioRecord.Instructed::session));
    sessions.forEach(
        (session, all) -> {
          final Set<String> payments = accepted(all, "create", TwilioRecord.Instructed::payment);
          final Set<String> completes = accepted(all, "complete", TwilioRecord.Instructed::key);
          final Set<String> cancels = accepted(all, "cancel", TwilioRecord.Instructed::key);
          if (payments.size() > 1) {
            wrong.add("%s has Payments %s".formatted(session, payments));
          }
          if (completes.size() > 1) {
            wrong.add("%s was completed by %s".formatted(session, completes));
          }
          if (!completes.isEmpty() && !cancels.isEmpty()) {
            wrong.add("%s was completed and cancelled".formatted(session));
          }
        });
    instructed.stream()
        .collect(
            Collectors.groupingBy(
                TwilioRecord.Instructed::key,
                Collectors.mapping(TwilioRecord.Instructed::parameters, Collectors.toSet())))
        .forEach(
            (key, parameters) -> {
              if (parameters.size() > 1) {
                wrong.add("the key %s stands for %s".formatted(key, parameters));
              }
            });
    return wrong;
  }

  /// The state that a session was in at that time, by its log.
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
    throw new IllegalStateException("the connector's ledger does not answer");
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
      List<TwilioRecord.Instructed> all,
      String what,
      Function<TwilioRecord.Instructed, String> part) {
    return all.stream()
        .filter(i -> i.what().equals(what) && i.isAccepted())
        .map(part)
        .collect(Collectors.toSet());
  }
}
