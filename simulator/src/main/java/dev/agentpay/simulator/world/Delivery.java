package dev.agentpay.simulator.world;

import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.Signature;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.wire.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Delivers webhooks, signed, with retries.
///
/// The retry policy is Twilio's (one retry, and only if no connection was established) or the one
/// in the URL's fragment. All attempts together take at most fifteen seconds. A single answer may
/// take all of that time, so a second attempt after silence is possible only if the fragment makes
/// `rt` shorter. Attempts follow each other without a pause.
final class Delivery {
  private static final String USER_AGENT = "TwilioProxy/1.1";

  private final WorldContext context;
  private final Signature signature;

  Delivery(WorldContext context, Signature signature) {
    this.context = context;
    this.signature = signature;
  }

  void deliver(Webhook webhook, String token, Consumer<Transport.Outcome> done) {
    final Overrides overrides =
        webhook.overrides() ? Overrides.of(Urls.fragment(webhook.url())) : Overrides.DEFAULT;
    new Attempts(webhook, token, overrides, done).start();
  }

  void journal(Webhook webhook, Map<String, Object> outcome) {
    final Map<String, Object> details =
        OrderedMap.of(
            "what", webhook.kind().wire(),
            "method", webhook.method(),
            "url", webhook.url(),
            "parameters", webhook.parameters());
    details.putAll(outcome);
    context.journal().write(JournalEntry.Kind.WEBHOOK, details);
  }

  private Transport.OutgoingRequest request(Webhook webhook, String token, Overrides overrides) {
    String url = Urls.withoutFragment(webhook.url());
    boolean post = webhook.method().equals("POST");
    if (!post && !webhook.parameters().isEmpty()) {
      url += (url.contains("?") ? "&" : "?") + Form.encode(webhook.parameters());
    }
    final Map<String, String> headers = new LinkedHashMap<>();
    headers.put(
        Signature.HEADER, signature.of(Urls.signed(url), post ? webhook.parameters() : Map.of()));
    headers.put("I-Twilio-Idempotency-Token", token);
    headers.put("User-Agent", USER_AGENT);
    headers.put("Accept", "*/*");
    if (post) {
      headers.put("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    }
    return new Transport.OutgoingRequest(
        webhook.method(),
        URI.create(url),
        headers,
        post ? Form.encode(webhook.parameters()) : "",
        overrides.connect());
  }

  /// The attempts to deliver one webhook.
  private final class Attempts {
    private final Webhook webhook;
    private final String token;
    private final Overrides overrides;
    private final Consumer<Transport.Outcome> done;
    private final Timeline.Pending overallLimit;
    private Timeline.Pending attemptLimit = () -> {};
    private int attempt;
    private boolean over;

    Attempts(Webhook webhook, String token, Overrides overrides, Consumer<Transport.Outcome> done) {
      this.webhook = webhook;
      this.token = token;
      this.overrides = overrides;
      this.done = done;
      overallLimit = context.limit(overrides.total(), () -> giveUp("total time-out"));
    }

    void start() {
      int number = ++attempt;
      // The time-out for an answer starts with the connection. The transport reports a connection
      // that is not established. The longer of the two time-outs is therefore the most that an
      // attempt takes on a network that connects at once, as here.
      Duration answerTimeout =
          overrides.read().compareTo(overrides.connect()) > 0
              ? overrides.read()
              : overrides.connect();
      attemptLimit =
          context.limit(
              answerTimeout,
              () -> ended(number, new Transport.Outcome.NoAnswer("no answer in time")));
      context.send(request(webhook, token, overrides), outcome -> ended(number, outcome));
    }

    private void ended(int number, Transport.Outcome outcome) {
      if (over || number != attempt) {
        return;
      }
      attemptLimit.cancel();
      journal(webhook, described(outcome));
      if (attempt <= overrides.retries() && overrides.retry(failure(outcome))) {
        start();
      } else {
        finish(outcome);
      }
    }

    private void giveUp(String reason) {
      if (!over) {
        final Transport.Outcome.NoAnswer outcome = new Transport.Outcome.NoAnswer(reason);
        journal(webhook, described(outcome));
        attemptLimit.cancel();
        finish(outcome);
      }
    }

    private void finish(Transport.Outcome outcome) {
      over = true;
      overallLimit.cancel();
      done.accept(outcome);
    }

    private Map<String, Object> described(Transport.Outcome outcome) {
      final Map<String, Object> details = OrderedMap.of("attempt", attempt, "token", token);
      switch (outcome) {
        case Transport.Outcome.Answered(int status, String body) -> {
          details.put("status", status);
          details.put("answer", body);
        }
        case Transport.Outcome.NotConnected(String reason) ->
            details.put("failure", "not connected: " + reason);
        case Transport.Outcome.NoAnswer(String reason) ->
            details.put("failure", "no answer: " + reason);
      }
      return details;
    }
  }

  private static String failure(Transport.Outcome outcome) {
    return switch (outcome) {
      case Transport.Outcome.NotConnected _ -> "ct";
      case Transport.Outcome.NoAnswer _ -> "rt";
      case Transport.Outcome.Answered(int status, String _) when status >= 500 -> "5xx";
      case Transport.Outcome.Answered(int status, String _) when status >= 400 -> "4xx";
      case Transport.Outcome.Answered _ -> "none";
    };
  }
}
