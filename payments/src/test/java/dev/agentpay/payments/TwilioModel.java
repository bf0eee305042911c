package dev.agentpay.payments;

import dev.agentpay.events.VirtualTime;
import dev.agentpay.payments.proof.LedgerEntry;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.Statuses;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Simulates Twilio, the customer, the connector and the network with all their faults: requests
/// and answers get lost; callbacks are dropped, repeated, delayed and reordered; the customer
/// mistypes, hesitates and hangs up; the connector forgets, answers late, or reports its own
/// duplicate. One seed determines everything, including the [TwilioVariant].
public final class TwilioModel {
  private static final List<ErrorType> MISTAKES =
      List.of(
          ErrorType.INVALID_CARD_NUMBER,
          ErrorType.INVALID_DATE,
          ErrorType.INPUT_TIMEOUT,
          ErrorType.SESSION_IN_PROGRESS,
          ErrorType.INTERNAL_ERROR);

  /// One Payment at Twilio.
  private static final class Payment {
    private final PaymentSid sid;
    private final SessionId session;
    private final CallSid call;
    private final List<CaptureField> required;
    private final List<CaptureField> typeTwice;
    private final Set<CaptureField> firstEntries = new HashSet<>();
    private long capture;
    private int keystroke;
    private boolean open = true;

    private Payment(PaymentSid sid, TwilioGateway.Envelope by, PayRequest request) {
      this.sid = sid;
      this.session = by.session();
      this.call = by.call();
      this.required = new ArrayList<>(request.captureOrder());
      this.typeTwice = request.typeTwice();
    }
  }

  /// Refusals that a REST API may return for any request.
  private static final List<Answer.Refused> REFUSALS =
      List.of(
          new Answer.Refused(401, 20003, "Authenticate"),
          new Answer.Refused(403, 20008, "not accessible"),
          new Answer.Refused(409, 0, "conflict"),
          new Answer.Refused(400, 64020, "not allowed"),
          new Answer.Refused(404, 0, "from a proxy"));

  /// How long Twilio may retry its request to a connector that does not answer.
  private static final int RETRIES_MILLIS = 55_000;

  /// Longer than the phase in which a cancel is retried with short pauses.
  private static final int MAX_OUTAGE_MILLIS = 60_000;

  private final Random random;
  private final TwilioVariant variant;
  private final Consumer<SessionId> charged;
  private final Map<String, Answer> answered = new HashMap<>();
  private final VirtualTime.Node twilio;
  private final Predicate<PaymentStatus> callback;
  private final double faultRate;
  private final Map<PaymentSid, Payment> payments = new HashMap<>();
  private final Map<SessionId, List<LedgerEntry>> ledger = new HashMap<>();
  private final Set<CallSid> over = new HashSet<>();
  private final List<PaymentStatus> delivered = new ArrayList<>();
  private Instant unavailableUntil = Instant.EPOCH;
  private int sids;
  private int ticks;

  /// @param faultRate from 0 (no faults) to 1
  /// @param callback receives status callbacks; returns whether they were acknowledged
  /// @param charged called for each charge
  public TwilioModel(
      Random random,
      VirtualTime.Node twilio,
      double faultRate,
      Predicate<PaymentStatus> callback,
      Consumer<SessionId> charged) {
    this.random = random;
    this.variant = TwilioVariant.draw(random);
    this.charged = charged;
    this.twilio = twilio;
    this.faultRate = faultRate;
    this.callback = callback;
  }

  /// The variant of Twilio that this model simulates.
  public TwilioVariant variant() {
    return variant;
  }

  /// Twilio as one node sees it. The node may die right after Twilio has processed its request.
  public TwilioGateway gatewayFor(VirtualTime.Node node) {
    return (envelope, instruction) -> {
      if (chance(0.005)) {
        unavailableUntil =
            twilio.now().plusMillis(MAX_OUTAGE_MILLIS / 10 + random.nextInt(MAX_OUTAGE_MILLIS));
      }
      if (twilio.now().isBefore(unavailableUntil)) {
        return new Answer.NotSent("Twilio is unavailable");
      }
      if (chance(0.05)) {
        return new Answer.NotSent("no connection");
      }
      if (chance(0.05)) {
        return new Answer.RateLimited(Optional.of(Duration.ofMillis(random.nextInt(500))));
      }
      if (chance(0.02)) {
        return new Answer.NoAnswer("the request was lost");
      }
      if (chance(0.02)) {
        return REFUSALS.get(random.nextInt(REFUSALS.size()));
      }
      final Answer answer = applyOnce(envelope, instruction);
      if (chance(0.02)) {
        throw node.dies();
      }
      return chance(0.05) ? new Answer.NoAnswer("the answer was lost") : answer;
    };
  }

  public ConnectorLedger ledger() {
    return (connector, session) ->
        !variant.kind().hasLedger()
            ? new Answer.NoLedger()
            : chance(0.3)
                ? new Answer.NoAnswer("the ledger is unavailable")
                : new Answer.Ledger(ledger.getOrDefault(session, List.of()));
  }

  /// Whether a session's Payment is open on a call in progress, so that the customer can continue
  /// typing.
  public boolean isOpen(PaySession session) {
    return session
        .payment()
        .map(payments::get)
        .filter(payment -> payment.open && !over.contains(payment.call))
        .isPresent();
  }

  public long charges(SessionId session) {
    return ledger.getOrDefault(session, List.of()).stream()
        .filter(e -> e.status() == LedgerEntry.Status.CHARGED)
        .count();
  }

  /// The callbacks that we have acknowledged and must not lose.
  public List<PaymentStatus> delivered() {
    return delivered;
  }

  /// The customer hangs up. This ends every Payment on the call that is not being completed.
  public void hangUp(CallSid call) {
    over.add(call);
    payments.values().stream()
        .filter(p -> p.call.equals(call) && p.open)
        .forEach(p -> finish(p, from(p).result(PayResult.CALLER_HUNG_UP)));
  }

  /// Processes a request, or handles a repeated key according to the variant.
  private Answer applyOnce(TwilioGateway.Envelope envelope, Instruction instruction) {
    final String key = envelope.idempotencyKey();
    final Answer before = answered.get(key);
    if (before != null && variant.replay() == TwilioVariant.Replay.SAME) {
      return before;
    }
    if (before != null && variant.replay() == TwilioVariant.Replay.REFUSED) {
      return new Answer.Refused(400, 64021, "this IdempotencyKey was used before");
    }
    final Answer answer = carryOut(envelope, instruction);
    if (answer instanceof Answer.Accepted) {
      answered.put(key, answer);
    }
    return answer;
  }

  private Answer carryOut(TwilioGateway.Envelope envelope, Instruction instruction) {
    if (instruction instanceof Instruction.Create create) {
      return create(envelope, create.request());
    }
    final Payment payment = payments.get(envelope.payment().orElseThrow());
    if (payment == null || !payment.open) {
      return new Answer.Refused(
          variant.finishedCode() == 20404 ? 404 : 400, variant.finishedCode(), "over");
    }
    return switch (instruction) {
      case Instruction.Capture capture -> capture(payment, envelope.number(), capture);
      case Instruction.Discard discard ->
          capture(payment, envelope.number(), new Instruction.Capture(discard.field()));
      case Instruction.Complete _ -> complete(payment);
      case Instruction.Cancel _, Instruction.CancelOrphan _ -> cancel(payment);
      case Instruction.Create _, Instruction.AskLedger _ -> throw new IllegalStateException();
    };
  }

  private Answer create(TwilioGateway.Envelope envelope, PayRequest request) {
    if (over.contains(envelope.call())) {
      return new Answer.Refused(404, 20404, "not found");
    }
    final boolean isSecond =
        isOtherSystemActive()
            || payments.values().stream().anyMatch(p -> p.open && p.call.equals(envelope.call()));
    if (isSecond && variant.second() == TwilioVariant.Second.REFUSED) {
      return new Answer.Refused(400, 64021, "invalid operation");
    }
    final PaymentSid sid = new PaymentSid("PK%032x".formatted(++sids));
    final Payment payment = new Payment(sid, envelope, request);
    payments.put(sid, payment);
    if (isSecond) {
      payment.open = false;
      in(0, 3_000, () -> post(from(payment).error(ErrorType.SESSION_IN_PROGRESS)));
      return new Answer.Accepted(sid);
    }
    post(from(payment));
    return new Answer.Accepted(sid);
  }

  /// Whether another system is taking a payment on this call.
  private boolean isOtherSystemActive() {
    return chance(0.03);
  }

  private Answer capture(Payment payment, long number, Instruction.Capture capture) {
    final CaptureField field = capture.field();
    if (capture.second() && !payment.firstEntries.contains(field)) {
      return new Answer.Refused(400, 64021, "the first entry is missing");
    }
    if (!capture.second()) {
      payment.firstEntries.remove(field);
    }
    payment.capture = number;
    if (!payment.required.contains(field)) {
      payment.required.addFirst(field);
    }
    post(from(payment).capture(field).missing(payment.required).second(capture.second()));
    final int keystroke = ++payment.keystroke;
    twilio.at(
        twilio.now().plusMillis(300 + random.nextInt(5_000)),
        () -> type(payment, keystroke, field, capture.second()));
    return new Answer.Accepted(payment.sid);
  }

  private void type(Payment payment, int keystroke, CaptureField field, boolean second) {
    if (!payment.open || payment.keystroke != keystroke) {
      return; // another capture has started
    }
    post(from(payment).typing(field, "x").missing(payment.required).second(second));
    if (chance(0.02)) {
      finish(payment, from(payment).result(PayResult.CALLER_INTERRUPTED_WITH_STAR));
    } else if (chance(0.15)) {
      final ErrorType mistake = MISTAKES.get(random.nextInt(MISTAKES.size()));
      post(from(payment).capture(field).missing(payment.required).error(mistake).second(second));
    } else if (second && chance(0.2)) {
      mismatch(payment, field);
    } else if (!second && payment.typeTwice.contains(field)) {
      payment.firstEntries.add(field);
      post(finished(payment, field).secondDue());
    } else {
      payment.required.remove(field);
      post(finished(payment, field).second(second));
    }
  }

  private Statuses finished(Payment payment, CaptureField field) {
    return from(payment).capture(field).missing(payment.required).mask(field, "xxxx");
  }

  private void mismatch(Payment payment, CaptureField field) {
    if (variant.mismatchDiscardsFirst()) {
      payment.firstEntries.remove(field);
    }
    post(
        from(payment)
            .capture(field)
            .missing(payment.required)
            .error(ErrorType.INPUT_MATCHING_FAILED)
            .second(!variant.mismatchNamesField()));
  }

  private Answer cancel(Payment payment) {
    payment.open = false;
    switch (variant.afterCancel()) {
      case RESULT -> post(from(payment).result(PayResult.TRANSACTION_CANCELLED));
      case NO_RESULT -> post(from(payment));
      case NO_CALLBACK -> {}
    }
    return new Answer.Accepted(payment.sid);
  }

  private Answer complete(Payment payment) {
    if (!payment.required.isEmpty()) {
      return refused(payment, variant.incompleteIsRefused(), 64019);
    }
    if (chance(0.05)) {
      return refused(payment, variant.otherCardIsRefused(), 64022);
    }
    payment.open = false;
    in(100, 60_000, () -> callConnector(payment));
    return new Answer.Accepted(payment.sid);
  }

  /// Ends a complete without calling the connector.
  private Answer refused(Payment payment, boolean isRefused, int code) {
    if (isRefused) {
      return new Answer.Refused(400, code, "not completed");
    }
    finish(payment, from(payment).result(PayResult.VALIDATION_ERROR).payError(code));
    return new Answer.Accepted(payment.sid);
  }

  /// Decides the result of a submitted Payment.
  private void callConnector(Payment payment) {
    final boolean pays = random.nextInt(4) > 0;
    if (chance(0.05)) {
      post(doubt(payment)); // the connector was not reached and is not called again
    } else if (chance(0.1)) {
      post(doubt(payment));
      in(0, RETRIES_MILLIS, () -> recordEnd(payment, pays)); // too late for a callback
    } else if (pays && chance(0.1)) {
      recordEnd(payment, true);
      post(failed(payment).payError(64008).connectorError(TwilioVariant.DUPLICATE));
    } else if (chance(0.2)) {
      recordEnd(payment, pays);
      post(doubt(payment)); // the connector's answer cannot be read
    } else if (variant.connectorStatus() && chance(0.1)) {
      post(from(payment).result(PayResult.SUCCESS).connectorStatus("PENDING"));
      in(0, RETRIES_MILLIS, () -> recordEnd(payment, pays));
    } else {
      recordEnd(payment, pays);
      post(pays ? paid(payment) : declined(payment));
    }
  }

  private void recordEnd(Payment payment, boolean pays) {
    ledger
        .computeIfAbsent(payment.session, _ -> new ArrayList<>())
        .add(
            pays
                ? new LedgerEntry(LedgerEntry.Status.CHARGED, "ch_" + payment.sid, "")
                : new LedgerEntry(LedgerEntry.Status.REFUSED, "", TwilioVariant.DECLINE));
    if (pays) {
      charged.accept(payment.session);
    }
  }

  private Statuses paid(Payment payment) {
    final Statuses paid = from(payment).result(PayResult.SUCCESS).confirmation("ch_" + payment.sid);
    return variant.connectorStatus() ? paid.connectorStatus("SUCCESS") : paid;
  }

  private Statuses declined(Payment payment) {
    return variant.connectorStatus() && random.nextBoolean()
        ? from(payment).result(PayResult.SUCCESS).connectorStatus("DECLINED")
        : failed(payment).payError(64008).connectorError(TwilioVariant.DECLINE);
  }

  /// A failure whose meaning is unknown.
  private Statuses doubt(Payment payment) {
    if (chance(0.3)) {
      return from(payment).result(PayResult.CALLER_HUNG_UP);
    }
    return variant.doubtCarriesCode() ? failed(payment).payError(64008) : failed(payment);
  }

  private Statuses failed(Payment payment) {
    return from(payment).result(PayResult.PAYMENT_CONNECTOR_ERROR);
  }

  private void in(int from, int to, Runnable work) {
    twilio.at(twilio.now().plusMillis(from + random.nextInt(to - from)), work);
  }

  private void finish(Payment payment, Statuses last) {
    payment.open = false;
    post(last);
  }

  private Statuses from(Payment payment) {
    return Statuses.status()
        .payment(payment.sid)
        .session(payment.session)
        .number(usesCreateUrl() || payment.capture == 0 ? 1 : payment.capture);
  }

  private boolean usesCreateUrl() {
    return switch (variant.url()) {
      case CREATE -> true;
      case NEWEST -> false;
      case EITHER -> random.nextBoolean();
    };
  }

  private void post(Statuses status) {
    // Twilio's clock: no two callbacks of a Payment have the same time.
    final PaymentStatus built = status.at(twilio.now().plusNanos(1_000L * ++ticks)).build();
    final int copies = chance(0.05) ? 0 : chance(0.2) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      final int delay = chance(0.2) ? random.nextInt(4_000) : random.nextInt(30);
      twilio.at(
          twilio.now().plusMillis(delay),
          () -> {
            if (callback.test(built) && !built.partial()) {
              delivered.add(built);
            }
          });
    }
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability * faultRate;
  }
}
