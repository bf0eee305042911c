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

/// Twilio's side of the story: which callbacks it saw acknowledged and which instructions it got.
/// Reads the simulator's journal while it grows, as that forgets old lines.
final class TwilioRecord implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(100);
  private static final Pattern SESSION = Pattern.compile("[?&]session=([A-Za-z0-9_-]+)");

  private final SimulatedTwilio twilio;
  private final AtomicBoolean watching = new AtomicBoolean(true);
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final List<Instructed> instructed = new ArrayList<>();
  private final Map<String, Repeated> repeated = new LinkedHashMap<>();
  private long seen;

  /// A callback, not of a digit, that was answered 204.
  record Acknowledged(String session, Callback callback, Instant at) {}

  /// A callback, not of a digit, whose first attempt failed: refused, broken off, or told 502 or
  /// 503.
  ///
  /// @param since when it failed first
  /// @param isAcknowledged whether a repetition was answered 204
  record Repeated(String session, Callback callback, Instant since, boolean isAcknowledged) {}

  /// An instruction that Twilio got, and its answer.
  ///
  /// @param key its `IdempotencyKey`
  /// @param what `create`, `complete`, `cancel` or the field to capture
  /// @param payment the Payment it was about, or that it made
  record Instructed(
      String session, String key, String what, String payment, int status, String parameters) {
    boolean isAccepted() {
      return status / 100 == 2;
    }
  }

  TwilioRecord(SimulatedTwilio twilio) {
    this.twilio = twilio;
    Thread.ofVirtual()
        .name("witness")
        .start(
            () -> {
              while (watching.get()) {
                look();
                Pause.of(GLANCE);
              }
            });
  }

  /// All callbacks that have been acknowledged, from the given one on.
  synchronized List<Acknowledged> acknowledged(int from) {
    look();
    return List.copyOf(acknowledged.subList(from, acknowledged.size()));
  }

  synchronized List<Instructed> instructed() {
    look();
    return List.copyOf(instructed);
  }

  /// Callbacks that Twilio had to repeat.
  synchronized List<Repeated> repeated() {
    look();
    return List.copyOf(repeated.values());
  }

  /// Every session that Twilio has heard of.
  synchronized Set<String> sessions() {
    look();
    return instructed.stream()
        .map(Instructed::session)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public void close() {
    watching.set(false);
  }

  private synchronized void look() {
    for (JournalEntry entry : twilio.journal(seen)) {
      seen = entry.number();
      switch (entry.kind()) {
        case WEBHOOK -> webhook(entry);
        case REST -> rest(entry);
        default -> {} // the rest is told elsewhere
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
      repeated.computeIfPresent(
          token, (_, before) -> new Repeated(session, callback, before.since, true));
    } else {
      repeated.putIfAbsent(token, new Repeated(session, callback, at, false));
    }
  }

  private void rest(JournalEntry entry) {
    final Map<String, String> parameters = texts(entry.details().get("parameters"));
    final Optional<String> session = session(parameters.getOrDefault("StatusCallback", ""));
    final String path = text(entry.details(), "path");
    if (session.isEmpty() || !path.contains("/Payments")) {
      return;
    }
    final String asked =
        parameters.getOrDefault("Status", parameters.getOrDefault("Capture", "create"));
    final String payment =
        asked.equals("create")
            ? texts(entry.details().get("answer")).getOrDefault("sid", "")
            : path.replaceAll(".*/Payments/(\\w+)\\.json", "$1");
    instructed.add(
        new Instructed(
            session.get(),
            parameters.getOrDefault("IdempotencyKey", ""),
            asked,
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
