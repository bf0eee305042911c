package dev.agentpay.payments;

import dev.agentpay.events.VirtualTime;
import dev.agentpay.payments.proof.LedgerEntry;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/// Twilio, the customer, the connector and the network between them, as badly as they may behave:
/// requests and answers get lost, callbacks are dropped, doubled, delayed and overtaken, the
/// customer mistypes, hesitates and hangs up. Everything by one seed.
public final class TwilioModel {
  private static final List<ErrorType> MISTAKES =
      List.of(
          ErrorType.INVALID_CARD_NUMBER,
          ErrorType.INVALID_DATE,
          ErrorType.INPUT_TIMEOUT,
          ErrorType.INTERNAL_ERROR);

  /// One Payment at Twilio.
  private static final class Payment {
    private final PaymentSid sid;
    private final SessionId session;
    private final CallSid call;
    private final List<CaptureField> required;
    private long capture;
    private int keystroke;
    private boolean open = true;

    private Payment(PaymentSid sid, TwilioGateway.Envelope by, List<CaptureField> required) {
      this.sid = sid;
      this.session = by.session();
      this.call = by.call();
      this.required = new ArrayList<>(required);
    }
  }

  private final Random random;
  private final VirtualTime.Node twilio;
  private final Predicate<PaymentStatus> callback;
  private final double badness;
  private final Map<PaymentSid, Payment> payments = new HashMap<>();
  private final Map<SessionId, List<LedgerEntry>> ledger = new HashMap<>();
  private final Set<CallSid> over = new HashSet<>();
  private final List<PaymentStatus> delivered = new ArrayList<>();
  private int sids;
  private int ticks;

  /// @param badness from 0, all goes well, to 1
  /// @param callback where status callbacks go; says whether they were acknowledged
  public TwilioModel(
      Random random, VirtualTime.Node twilio, double badness, Predicate<PaymentStatus> callback) {
    this.random = random;
    this.twilio = twilio;
    this.badness = badness;
    this.callback = callback;
  }

  /// Twilio as one node sees it. It may die right after its request got through.
  public TwilioGateway asSeenBy(VirtualTime.Node node) {
    return (envelope, instruction) -> {
      if (chance(0.05)) {
        return new Answer.NotSent("no connection");
      }
      if (chance(0.05)) {
        return new Answer.TooMany(Optional.of(Duration.ofMillis(random.nextInt(500))));
      }
      if (chance(0.02)) {
        return new Answer.NoAnswer("lost on the way");
      }
      final Answer answer = carryOut(envelope, instruction);
      if (chance(0.02)) {
        throw new VirtualTime.Node.Died(node);
      }
      return chance(0.05) ? new Answer.NoAnswer("answer lost") : answer;
    };
  }

  public ConnectorLedger ledger() {
    return (connector, session) ->
        chance(0.3)
            ? new Answer.NoAnswer("ledger is away")
            : new Answer.Ledger(ledger.getOrDefault(session, List.of()));
  }

  public long charges(SessionId session) {
    return ledger.getOrDefault(session, List.of()).stream()
        .filter(e -> e.status() == LedgerEntry.Status.CHARGED)
        .count();
  }

  /// The callbacks that we have acknowledged and that nobody may lose.
  public List<PaymentStatus> delivered() {
    return delivered;
  }

  /// The customer hangs up: every Payment on the call is over, unless it is being completed.
  public void hangUp(CallSid call) {
    over.add(call);
    payments.values().stream()
        .filter(p -> p.call.equals(call) && p.open)
        .forEach(p -> finish(p, from(p).result(PayResult.CALLER_HUNG_UP)));
  }

  private Answer carryOut(TwilioGateway.Envelope envelope, Instruction instruction) {
    if (instruction instanceof Instruction.Create create) {
      return create(envelope, create.request());
    }
    final Payment payment = payments.get(envelope.payment().orElseThrow());
    if (payment == null || !payment.open) {
      return random.nextBoolean()
          ? new Answer.Refused(404, 20404, "not found")
          : new Answer.Refused(400, 64021, "invalid operation");
    }
    return switch (instruction) {
      case Instruction.Capture capture -> capture(payment, envelope.number(), capture.field());
      case Instruction.Complete _ -> complete(payment);
      case Instruction.Cancel _, Instruction.CancelOrphan _ -> {
        finish(payment, from(payment).result(PayResult.TRANSACTION_CANCELLED));
        yield new Answer.Accepted(payment.sid);
      }
      case Instruction.Create _, Instruction.AskLedger _ -> throw new IllegalStateException();
    };
  }

  private Answer create(TwilioGateway.Envelope envelope, PayRequest request) {
    if (over.contains(envelope.call())) {
      return new Answer.Refused(404, 20404, "not found");
    }
    if (payments.values().stream().anyMatch(p -> p.open && p.call.equals(envelope.call()))) {
      return new Answer.Refused(400, 64021, "invalid operation");
    }
    final PaymentSid sid = new PaymentSid("PK%032x".formatted(++sids));
    final Payment payment = new Payment(sid, envelope, request.captureOrder());
    payments.put(sid, payment);
    post(from(payment));
    return new Answer.Accepted(sid);
  }

  private Answer capture(Payment payment, long number, CaptureField field) {
    payment.capture = number;
    if (!payment.required.contains(field)) {
      payment.required.addFirst(field);
    }
    post(from(payment).capture(field).missing(payment.required));
    final int keystroke = ++payment.keystroke;
    twilio.at(
        twilio.now().plusMillis(300 + random.nextInt(5_000)),
        () -> type(payment, keystroke, field));
    return new Answer.Accepted(payment.sid);
  }

  private void type(Payment payment, int keystroke, CaptureField field) {
    if (!payment.open || payment.keystroke != keystroke) {
      return; // another capture has begun meanwhile
    }
    post(from(payment).typing(field, "x").missing(payment.required));
    if (chance(0.02)) {
      finish(payment, from(payment).result(PayResult.CALLER_INTERRUPTED_WITH_STAR));
    } else if (chance(0.15)) {
      final ErrorType mistake = MISTAKES.get(random.nextInt(MISTAKES.size()));
      post(from(payment).capture(field).missing(payment.required).error(mistake));
    } else {
      payment.required.remove(field);
      post(from(payment).capture(field).missing(payment.required).mask(field, "xxxx"));
    }
  }

  private Answer complete(Payment payment) {
    if (!payment.required.isEmpty()) {
      return new Answer.Refused(400, 64019, "not everything was captured");
    }
    payment.open = false;
    twilio.at(
        twilio.now().plusMillis(100 + random.nextInt(60_000)),
        () -> {
          final boolean charged = random.nextInt(4) > 0;
          ledger
              .computeIfAbsent(payment.session, _ -> new ArrayList<>())
              .add(
                  charged
                      ? new LedgerEntry(LedgerEntry.Status.CHARGED, "ch_" + payment.sid, "")
                      : new LedgerEntry(LedgerEntry.Status.REFUSED, "", "card_declined"));
          final boolean answerLost = chance(0.2);
          post(
              answerLost
                  ? from(payment).result(PayResult.PAYMENT_CONNECTOR_ERROR)
                  : charged
                      ? from(payment).result(PayResult.SUCCESS).confirmation("ch_" + payment.sid)
                      : from(payment)
                          .result(PayResult.PAYMENT_CONNECTOR_ERROR)
                          .connectorError("card_declined"));
        });
    return new Answer.Accepted(payment.sid);
  }

  private void finish(Payment payment, Statuses last) {
    payment.open = false;
    post(last);
  }

  private Statuses from(Payment payment) {
    return Statuses.status()
        .payment(payment.sid)
        .session(payment.session)
        .number(random.nextBoolean() ? payment.capture : 1);
  }

  private void post(Statuses status) {
    // Twilio's own clock: no two callbacks of one Payment have the same time.
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

  private boolean chance(double atWorst) {
    return random.nextDouble() < atWorst * badness;
  }
}
