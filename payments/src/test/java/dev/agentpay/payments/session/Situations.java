package dev.agentpay.payments.session;

import static dev.agentpay.payments.Story.CARD;
import static dev.agentpay.payments.Story.HOSTED;
import static dev.agentpay.payments.Story.OURS;
import static dev.agentpay.payments.session.Statuses.PAYMENT;
import static dev.agentpay.payments.session.Statuses.status;

import dev.agentpay.payments.Story;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Sessions in every state, and in several variants of some states.
final class Situations {
  /// By name, in the order of a session's life cycle.
  static final Map<String, Supplier<Story>> ALL = all();

  private Situations() {}

  private static Map<String, Supplier<Story>> all() {
    final Map<String, Supplier<Story>> all = new LinkedHashMap<>();
    all.put("OPENING", Story::charge);
    all.put("IDLE", () -> Story.ofClient().answered(new Answer.Accepted(PAYMENT)));
    all.put(
        "IDLE, a field was given up",
        () -> Story.opened().twilio(status().capture(CARD).error(ErrorType.INTERNAL_ERROR)));
    all.put("CAPTURING", Story::opened);
    all.put("CAPTURING, confirmed", () -> Story.opened().answered(new Answer.Accepted(PAYMENT)));
    all.put("CAPTURING, the first of two entries", Situations::firstEntry);
    all.put("CAPTURING, the second of two entries", Situations::secondEntry);
    all.put("READY", Story::ready);
    all.put("READY for a token", Situations::readyForToken);
    all.put("COMPLETING", Story::submitted);
    all.put("COMPLETING, with a ledger", () -> Story.submitted(OURS));
    all.put(
        "COMPLETING, the ledger is asked",
        () -> Story.submitted(OURS).twilio(status().result(PayResult.PAYMENT_CONNECTOR_ERROR)));
    all.put("UNCONFIRMED", () -> Story.unconfirmed(HOSTED));
    all.put("UNCONFIRMED, with a ledger", () -> Story.unconfirmed(OURS));
    all.put(
        "UNCONFIRMED, Twilio has stopped retrying",
        () ->
            Story.submitted(OURS)
                .twilio(status().result(PayResult.CALLER_HUNG_UP))
                .waits(Deadlines.PRODUCTION.completing()));
    all.put("CANCELLING", Story::cancelling);
    all.put("CANCELLING, no known Payment", () -> Story.charge().does(new Input.Cancel()));
    all.put("PAID", () -> Story.submitted().twilio(status().result(PayResult.SUCCESS)));
    all.put("TOKENIZED", () -> readyForToken().twilio(status().result(PayResult.SUCCESS)));
    all.put(
        "DECLINED",
        () ->
            Story.submitted()
                .twilio(
                    status()
                        .result(PayResult.PAYMENT_CONNECTOR_ERROR)
                        .connectorError("card_declined")));
    all.put("CANCELLED", () -> Story.cancelling().answered(new Answer.Accepted(PAYMENT)));
    all.put("ABANDONED", () -> Story.opened().does(new Input.CallOver("completed")));
    all.put(
        "ABANDONED, no known Payment", () -> Story.charge().does(new Input.CallOver("completed")));
    all.put(
        "FAILED",
        () -> Story.charge().answered(new Answer.Refused(400, 64004, "no such connector")));
    return all;
  }

  private static Story firstEntry() {
    return Story.typedTwice(Advance.SERVER).answered(new Answer.Accepted(PAYMENT));
  }

  private static Story secondEntry() {
    return firstEntry()
        .twilio(
            status()
                .capture(CARD)
                .missing(CARD, Story.DATE, Story.CODE)
                .mask(CARD, "xxxx")
                .secondDue());
  }

  private static Story readyForToken() {
    return Story.tokenize().twilio(status().capture(CARD).missing());
  }
}
