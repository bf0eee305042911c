package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.Choices.ConnectorClosed;
import dev.agentpay.simulator.options.Choices.ConnectorPath;
import dev.agentpay.simulator.options.Choices.ContentType;
import dev.agentpay.simulator.options.ConnectorOptions;
import dev.agentpay.simulator.options.ConnectorOutcome;
import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.JsonText;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.world.FaultDice;
import dev.agentpay.simulator.world.JournalEntry;
import dev.agentpay.simulator.world.Timeline;
import dev.agentpay.simulator.world.WorldContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Calls a Generic Pay Connector as Twilio does
/// (https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector): JSON over POST with Basic
/// auth, ten seconds for an answer, and five more attempts with the same `transaction_id`.
final class GenericConnector {
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  static final int ATTEMPTS = 1 + 5;

  private final WorldContext context;

  GenericConnector(WorldContext context) {
    this.context = context;
  }

  void submit(Payment payment, Consumer<ConnectorOutcome> done) {
    new Exchange(payment, done).attempt();
  }

  private final class Exchange {
    private final PaymentOrder order;
    private final Map<CaptureField, TypedDigits> typed;
    private final String paymentSid;
    private final Consumer<ConnectorOutcome> done;
    private final String transactionId = context.uuid().toString();
    private Timeline.Pending answerTimeout = () -> {};
    private int attempt;
    private boolean over;

    Exchange(Payment payment, Consumer<ConnectorOutcome> done) {
      order = payment.order();
      typed = Map.copyOf(payment.captured());
      paymentSid = payment.sid();
      this.done = done;
    }

    void attempt() {
      attempt++;
      final FaultDice faults = context.faults();
      if (faults.connectorUnreachable()) {
        journal("failure", "not connected: by a fault");
        answerTimeout = context.after(ANSWER_TIMEOUT, this::retry);
      } else if (faults.connectorTimesOut()) {
        answerTimeout = context.after(ANSWER_TIMEOUT, this::retry);
        context.send(request(), _ -> journal("failure", "answer withheld by a fault"));
      } else {
        attemptWithAnswer(faults.connectorRefuses(), faults.connectorDelay());
      }
    }

    /// Makes an attempt that is answered, by the connector or by a refusal from the faults.
    private void attemptWithAnswer(Optional<Faults.ConnectorRefusal> refusal, Duration delay) {
      // The time scale shortens a simulated delay. If the delay exceeds the time-out, the time-out
      // must be shortened too.
      answerTimeout =
          delay.compareTo(ANSWER_TIMEOUT) < 0
              ? context.limit(ANSWER_TIMEOUT, this::retry)
              : context.after(ANSWER_TIMEOUT, this::retry);
      final Optional<Transport.Outcome> replacement = refusal.map(Exchange::refused);
      int sent = attempt;
      if (refusal.isPresent() && !refusal.get().carriedOut()) {
        context.after(delay, () -> answered(replacement.orElseThrow(), sent));
        return;
      }
      context.send(
          request(),
          outcome -> {
            final Transport.Outcome answer =
                context.faults().closesConnectorsConnection()
                    ? new Transport.Outcome.NoAnswer("closed by a fault")
                    : replacement.orElse(outcome);
            if (delay.isZero()) {
              answered(answer, sent);
            } else {
              context.after(delay, () -> answered(answer, sent));
            }
          });
    }

    private static Transport.Outcome refused(Faults.ConnectorRefusal refusal) {
      return new Transport.Outcome.Answered(
          200,
          JsonText.write(
              OrderedMap.of(
                  "error_code", refusal.errorCode(), "error_message", refusal.errorMessage())));
    }

    private void retry() {
      if (over) {
        return;
      }
      if (attempt < ATTEMPTS) {
        attempt();
      } else {
        finish(
            new ConnectorOutcome.Doubt(
                refusalCode(), "The payment connector did not answer " + ATTEMPTS + " requests"));
      }
    }

    /// @param sent number of the attempt that this outcome belongs to
    private void answered(Transport.Outcome outcome, int sent) {
      switch (outcome) {
        case Transport.Outcome.Answered(int status, String body) -> {
          final String received = context.faults().garblesConnectorAnswer() ? "\u0000?" : body;
          journal("status", status, "answer", redact(received));
          if (!over) {
            finish(status / 100 == 2 ? parse(received) : malformed());
          }
        }
        // Without an answer, Twilio repeats the request when the time-out is over, unless the
        // switch says that a closed connection is final.
        case Transport.Outcome.NotConnected(String reason) ->
            journal("failure", "not connected: " + reason);
        case Transport.Outcome.NoAnswer(String reason) -> {
          journal("failure", "no answer: " + reason);
          final boolean isFinal =
              context.switches().is(Switch.CONNECTOR_CLOSED, ConnectorClosed.FINAL);
          if (isFinal && !over && sent == attempt) {
            finish(malformed());
          }
        }
      }
    }

    private void finish(ConnectorOutcome outcome) {
      over = true;
      answerTimeout.cancel();
      done.accept(outcome);
    }

    private ConnectorOutcome parse(String body) {
      try {
        JsonNode answer = JsonText.object(body);
        final Optional<String> error = text(answer, "error_code");
        if (error.isPresent()) {
          return new ConnectorOutcome.Refused(
              refusalCode(),
              error.get(),
              text(answer, "error_message").orElse("The payment connector refused"));
        }
        return text(answer, order.charges() ? "charge_id" : "token_id")
            .<ConnectorOutcome>map(id -> approved(id, answer))
            .orElseGet(this::malformed);
      } catch (JacksonException _) {
        return malformed();
      }
    }

    private ConnectorOutcome approved(String id, JsonNode answer) {
      final Map<String, String> parameters = new LinkedHashMap<>();
      answer
          .path("parameters")
          .properties()
          .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asString()));
      return order.charges()
          ? new ConnectorOutcome.Approved(id, "", "", parameters)
          : new ConnectorOutcome.Approved("", id, context.uuid().toString(), parameters);
    }

    private ConnectorOutcome malformed() {
      return new ConnectorOutcome.Doubt(
          refusalCode(),
          "Payment Gateway rejected "
              + (order.charges() ? "charge" : "token")
              + " creation. Got malformed response from Payment Provider.");
    }

    private int refusalCode() {
      return order.charges() ? 64008 : 64010;
    }

    private Transport.OutgoingRequest request() {
      final ConnectorOptions connector = order.connector();
      final Map<String, String> headers = new LinkedHashMap<>();
      final String credentials = connector.user() + ":" + connector.password();
      headers.put(
          "Authorization",
          "Basic "
              + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
      headers.put("User-Agent", "AHC/2.1");
      if (context.switches().is(Switch.CONNECTOR_CONTENT_TYPE, ContentType.JSON)) {
        headers.put("Content-Type", "application/json");
      }
      return new Transport.OutgoingRequest("POST", url(), headers, body(), ANSWER_TIMEOUT);
    }

    private URI url() {
      final String url = order.connector().url();
      if (context.switches().is(Switch.CONNECTOR_PATH, ConnectorPath.PLAIN)) {
        return URI.create(url);
      }
      int query = url.indexOf('?');
      final String path = query < 0 ? url : url.substring(0, query);
      final String slashed = path.endsWith("/") ? path : path + "/";
      return URI.create(slashed + method() + (query < 0 ? "" : url.substring(query)));
    }

    private String method() {
      return order.charges() ? "charge" : "tokenize";
    }

    private String body() {
      final Map<String, @Nullable Object> body = new LinkedHashMap<>();
      body.put("method", method());
      body.put("transaction_id", transactionId);
      if (order.ach()) {
        body.put("bankaccountnumber", value(CaptureField.BANK_ACCOUNT_NUMBER));
        body.put("routingnumber", value(CaptureField.BANK_ROUTING_NUMBER));
      } else {
        final String expiry = value(CaptureField.EXPIRATION_DATE);
        final String century =
            context.switches().number(Switch.EXPIRY_YEAR_DIGITS) == 4 ? "20" : "";
        body.put("cardnumber", value(CaptureField.PAYMENT_CARD_NUMBER));
        body.put("cvv", value(CaptureField.SECURITY_CODE));
        body.put("expiry_month", expiry == null ? null : expiry.substring(0, 2));
        body.put("expiry_year", expiry == null ? null : century + expiry.substring(2));
        body.put("postal_code", value(CaptureField.POSTAL_CODE));
      }
      if (order.charges()) {
        body.put("amount", order.amount().orElse(null));
        body.put("currency_code", order.currency());
      }
      body.put("description", order.description().orElse(null));
      body.put("parameters", order.parameters());
      return JsonText.write(body);
    }

    private @Nullable String value(CaptureField field) {
      final TypedDigits value = typed.get(field);
      return value == null ? null : value.digits();
    }

    private void journal(Object... outcome) {
      final Map<String, Object> details =
          OrderedMap.of(
              "paymentSid", paymentSid,
              "connector", order.connector().name(),
              "url", url().toString(),
              "method", method(),
              "transactionId", transactionId,
              "amount", order.amount().orElse(""),
              "attempt", attempt);
      details.putAll(OrderedMap.of(outcome));
      context.journal().write(JournalEntry.Kind.CONNECTOR, details);
    }

    /// Masks the customer's digits, in case the connector repeats them in its answer.
    private String redact(String answer) {
      String clean = answer;
      for (TypedDigits value : typed.values()) {
        clean = clean.replace(value.digits(), value.hidden("x"));
      }
      return clean;
    }
  }

  private static Optional<String> text(JsonNode object, String name) {
    return Optional.ofNullable(object.get(name))
        .filter(node -> !node.isNull() && !node.isContainer())
        .map(JsonNode::asString)
        .filter(value -> !value.isBlank());
  }
}
