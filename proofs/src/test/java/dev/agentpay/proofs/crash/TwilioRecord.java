package dev.agentpay.proofs.crash;

import dev.agentpay.app.support.Pause;
import dev.agentpay.simulator.control.SimulatedTwilio;
import dev.agentpay.simulator.world.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Records the callbacks that were acknowledged to Twilio and the instructions that Twilio
/// received. Polls the simulator's journal, because that drops old entries.
final class TwilioRecord implements AutoCloseable {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final Pattern SESSION = Pattern.compile("[?&]session=([A-Za-z0-9_-]+)");

  private final SimulatedTwilio twilio;
  private final AtomicBoolean isPolling = new AtomicBoolean(true);
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<String, Retried> retried = new LinkedHashMap<>();
  private long lastNumber;

  /// A callback that was answered 204; not one for a single digit.
  record Acknowledged(String session, Callback callback, Instant at) {}

  /// A callback whose first attempt failed: the connection was refused or broken, or the status was
  /// not 204. Not one for a single digit.
  ///
  /// @param since when the first attempt failed
  /// @param isAcknowledged whether a retry was answered 204
  record Retried(String session, Callback callback, Instant since, boolean isAcknowledged) {}

  /// An instruction that Twilio received, and its answer.
  ///
  /// @param key its `IdempotencyKey`
  /// @param action `create`, `complete`, `cancel` or the field to capture
  /// @param payment the Sid of the Payment that it changed or created
  /// @param status HTTP status of the answer
  record Instruction(
      String session, String key, String action, String payment, int status, String parameters) {
    boolean isAccepted() {
      return status / 100 == 2;
    }
  }

  TwilioRecord(SimulatedTwilio twilio) {
    this.twilio = twilio;
    Thread.ofVirtual()
        .name("twilio-record")
        .start(
            () -> {
              while (isPolling.get()) {
                poll();
                Pause.of(POLL_INTERVAL);
              }
            });
  }

  /// The acknowledged callbacks from the index `from` on, oldest first.
  synchronized List<Acknowledged> acknowledged(int from) {
    poll();
    return List.copyOf(acknowledged.subList(from, acknowledged.size()));
  }

  synchronized List<Instruction> instructions() {
    poll();
    return List.copyOf(instructions);
  }

  /// Callbacks that Twilio had to retry.
  synchronized List<Retried> retried() {
    poll();
    return List.copyOf(retried.values());
  }

  /// All sessions for which Twilio received an instruction.
  synchronized Set<String> sessions() {
    poll();
    return instructions.stream()
        .map(Instruction::session)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public void close() {
    isPolling.set(false);
  }

  private synchronized void poll() {
    for (JournalEntry entry : twilio.journal(lastNumber)) {
      lastNumber = entry.number();
      switch (entry.kind()) {
        case WEBHOOK -> webhook(entry);
        case REST -> rest(entry);
        default -> {} // not needed here
      }
    }
  }

  private void webhook(JournalEntry entry) {
    final String url = text(entry.details(), "url");
    final Optional<String> session = session(url);
    if (session.isEmpty() || entry.details().containsKey("fault")) {
      return;
    }
    final String token = text(entry.details(), "token");
    final boolean isAcknowledged = text(entry.details(), "status").equals("204");
    Callback.sent(texts(entry.details().get("parameters")))
        .ifPresent(callback -> attempt(session.get(), callback, token, entry.at(), isAcknowledged));
  }

  private void attempt(
      String session, Callback callback, String token, Instant at, boolean isAcknowledged) {
    if (isAcknowledged) {
      acknowledged.add(new Acknowledged(session, callback, at));
      retried.computeIfPresent(
          token, (_, before) -> new Retried(session, callback, before.since, true));
    } else {
      retried.putIfAbsent(token, new Retried(session, callback, at, false));
    }
  }

  private void rest(JournalEntry entry) {
    final Map<String, String> parameters = texts(entry.details().get("parameters"));
    final Optional<String> session = session(parameters.getOrDefault("StatusCallback", ""));
    final String path = text(entry.details(), "path");
    if (session.isEmpty() || !path.contains("/Payments")) {
      return;
    }
    final String action =
        parameters.getOrDefault("Status", parameters.getOrDefault("Capture", "create"));
    final String payment =
        action.equals("create")
            ? texts(entry.details().get("answer")).getOrDefault("sid", "")
            : path.replaceAll(".*/Payments/(\\w+)\\.json", "$1");
    instructions.add(
        new Instruction(
            session.get(),
            parameters.getOrDefault("IdempotencyKey", ""),
            action,
            payment,
            Integer.parseInt(text(entry.details(), "status")),
            parameters.toString()));
  }

  private static Optional<String> session(String url) {
    final Matcher matcher = SESSION.matcher(url);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String text(Map<String, Object> details, String name) {
    return String.valueOf(details.getOrDefault(name, ""));
  }

  private static Map<String, String> texts(@Nullable Object map) {
    return map instanceof Map<?, ?> known
        ? known.entrySet().stream()
            .collect(
                Collectors.toMap(
                    e -> String.valueOf(e.getKey()),
                    e -> String.valueOf(e.getValue()),
                    (a, _) -> a,
                    TreeMap::new))
        : Map.of();
  }
}
