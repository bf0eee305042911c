package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.call;
import static dev.agentpay.store.Fixtures.payment;
import static dev.agentpay.store.Fixtures.session;

import dev.agentpay.calls.Agent;
import dev.agentpay.calls.AgentEvent;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.LookForCallers;
import dev.agentpay.calls.RecallCaller;
import dev.agentpay.calls.Uui;
import dev.agentpay.calls.UuiEntry;
import dev.agentpay.calls.UuiEvent;
import dev.agentpay.calls.WaitDeadline;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.Event;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Work;
import dev.agentpay.payments.SessionDeadline;
import dev.agentpay.payments.session.CallbackHistory;
import dev.agentpay.payments.session.FieldState;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.Outcome;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SecondEntry;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.BankAccountType;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Currencies;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.TokenType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Samples of all stored types: with every component set, and without the optional ones.
final class Samples {
  private static final Uui UUI = new Uui("conversation 7;x=\"1\"");

  private static final PaymentStatus.Reason REASON =
      new PaymentStatus.Reason(
          Optional.of(64012), Optional.of("declined"), Optional.of("card_declined"));

  private Samples() {}

  static List<Event> events() {
    return List.of(
        new SessionEvent.SessionStarted(session(1), ALICE, ach()),
        new SessionEvent.SessionStarted(session(1), ALICE, tokenOnly()),
        new SessionEvent.SessionStarted(session(1), ALICE, typedTwice()),
        new SessionEvent.PaymentOpened(payment(1)),
        new SessionEvent.PaymentAdopted(payment(1)),
        new SessionEvent.StatusReceived(fullStatus(), true),
        new SessionEvent.StatusReceived(emptyStatus(), false),
        new SessionEvent.StatusReceived(secondEntryStatus(), false),
        new SessionEvent.InstructionAccepted(2),
        new SessionEvent.InstructionFailed(2, true, "64019"),
        new SessionEvent.CaptureRequested(CaptureField.SECURITY_CODE, 2),
        new SessionEvent.CaptureRequested(CaptureField.SECURITY_CODE, 2, true),
        new SessionEvent.CaptureAnticipated(CaptureField.SECURITY_CODE),
        new SessionEvent.CaptureAwaited(CaptureField.SECURITY_CODE),
        new SessionEvent.CaptureDiscarded(CaptureField.SECURITY_CODE),
        new SessionEvent.FieldCaptured(CaptureField.POSTAL_CODE),
        new SessionEvent.FieldRejected(CaptureField.EXPIRATION_DATE, ErrorType.INVALID_DATE),
        new SessionEvent.CaptureParked("input-timeout"),
        new SessionEvent.AllCaptured(),
        new SessionEvent.SubmitRequested(),
        new SessionEvent.CancelRequested("the agent"),
        new SessionEvent.SessionPaid("ch_1"),
        new SessionEvent.SessionTokenized("tok_1", Optional.of("cus_1")),
        new SessionEvent.SessionTokenized("tok_1", Optional.empty()),
        new SessionEvent.SessionDeclined(REASON),
        new SessionEvent.SessionDeclined(PaymentStatus.Reason.NONE),
        new SessionEvent.SessionCancelled("the agent"),
        new SessionEvent.SessionAbandoned("hung up"),
        new SessionEvent.SessionFailed("64009"),
        new SessionEvent.SessionUnconfirmed("deadline"),
        new SessionEvent.LedgerAsked(1),
        new SessionEvent.SessionResolved(SessionState.PAID, "seen in the bank", "ch_1"),
        new SessionEvent.CallReleased(session(2)),
        new SessionEvent.AlarmRaised("late success"),
        new SessionEvent.PaymentOrphaned(payment(1)),
        new CallEvent.CallArrived(
            call(1),
            "+15005550001",
            "sip:desk@example.com",
            CallRoute.SIP_IN,
            Optional.of(UUI),
            Optional.of(call(2))),
        new CallEvent.AgentRung(ALICE),
        new CallEvent.AgentMissed(ALICE, "no-answer"),
        new CallEvent.CallerWaits(),
        new CallEvent.CallerRecalled(),
        new CallEvent.AgentAnswered(ALICE, call(2)),
        new CallEvent.CallAnswered(Optional.of(call(2))),
        new CallEvent.CallAnswered(Optional.empty()),
        new CallEvent.CallClaimed(ALICE),
        new CallEvent.CallAssigned(ALICE),
        new CallEvent.AgentHungUp(ALICE, call(2)),
        new CallEvent.CallLeft(ALICE),
        new CallEvent.CallEnded("completed", Optional.of(61)),
        new CallEvent.CallEnded("busy", Optional.empty()),
        new AgentEvent.AgentReady(ALICE),
        new AgentEvent.AgentAway(ALICE),
        new AgentEvent.AgentBusy(ALICE, call(1)),
        new AgentEvent.AgentFreed(call(1)),
        new UuiEvent.UuiMapped(UUI, call(1)),
        new UuiEvent.UuiAwaited(UUI, ALICE),
        new UuiEvent.UuiLeft(UUI, ALICE),
        new UuiEvent.UuiServed(ALICE, call(1)));
  }

  static List<Work> tasks() {
    return List.of(
        new Instruction.Create(card()),
        new Instruction.Capture(CaptureField.PAYMENT_CARD_NUMBER),
        new Instruction.Capture(CaptureField.PAYMENT_CARD_NUMBER, true),
        new Instruction.Discard(CaptureField.SECURITY_CODE),
        new Instruction.Complete(),
        new Instruction.Cancel(),
        new Instruction.CancelOrphan(payment(1)),
        new Instruction.AskLedger(),
        FileSpoolTest.callback(1),
        new SessionDeadline(),
        new RecallCaller(call(1)),
        new WaitDeadline(call(1)),
        new LookForCallers());
  }

  static List<Aggregate> states() {
    return List.of(
        fullSession(),
        Fixtures.after(Fixtures.started(1)),
        secondEntrySession(),
        new Call(
            call(1),
            5,
            "+15005550001",
            "+15005550006",
            CallRoute.SIP_OUT,
            Optional.of(UUI),
            Optional.of(Fixtures.BOB),
            4,
            List.of(Fixtures.BOB),
            Optional.of(new Call.Waiting(NOON, Optional.of(NOON.plusSeconds(3)))),
            Optional.of(ALICE),
            Optional.of(call(2)),
            List.of(call(3), call(2)),
            true,
            NOON,
            Optional.of(NOON.plusSeconds(1)),
            Optional.of(NOON.plusSeconds(61)),
            Optional.of("completed")),
        Fixtures.after(Fixtures.arrived(1, NOON)),
        new Agent(ALICE, 3, true, Optional.of(call(1)), List.of(call(2)), NOON),
        Agent.unknown(ALICE),
        new UuiEntry(
            UUI,
            2,
            List.of(new UuiEntry.Mapped(call(1), NOON)),
            Optional.of(new UuiEntry.Awaited(ALICE, NOON))),
        UuiEntry.unknown(UUI));
  }

  private static PayRequest card() {
    return new PayRequest(
        call(1),
        Optional.of(Money.of("42.50", "USD")),
        Optional.of(Money.of("5", "USD")),
        Currencies.of("USD"),
        "Order 1001, \"the blue one\" – größer",
        "A-1001",
        "sandbox",
        TokenType.PAYMENT_METHOD,
        PaymentMethod.CREDIT_CARD,
        Optional.empty(),
        List.of(
            CaptureField.PAYMENT_CARD_NUMBER,
            CaptureField.EXPIRATION_DATE,
            CaptureField.SECURITY_CODE,
            CaptureField.POSTAL_CODE),
        List.of("visa", "amex"),
        5,
        30,
        Map.of("customer", "17", "branch", "north"),
        Advance.CLIENT,
        Optional.empty(),
        List.of());
  }

  private static PayRequest tokenOnly() {
    return new PayRequest(
        call(1),
        Optional.empty(),
        Optional.empty(),
        Currencies.of("JPY"),
        "",
        "",
        "sandbox",
        TokenType.ONE_TIME,
        PaymentMethod.CREDIT_CARD,
        Optional.empty(),
        List.of(CaptureField.PAYMENT_CARD_NUMBER, CaptureField.EXPIRATION_DATE),
        List.of(),
        0,
        5,
        Map.of(),
        Advance.SERVER,
        Optional.empty(),
        List.of());
  }

  private static PayRequest typedTwice() {
    final PayRequest once = tokenOnly();
    return new PayRequest(
        once.call(),
        once.amount(),
        once.tip(),
        once.currency(),
        once.description(),
        once.reference(),
        once.connector(),
        once.tokenType(),
        once.method(),
        once.bankAccountType(),
        once.captureOrder(),
        once.validCardTypes(),
        once.minPostalCodeLength(),
        once.inputTimeoutSeconds(),
        once.parameters(),
        once.advance(),
        once.mirror(),
        List.of(CaptureField.PAYMENT_CARD_NUMBER));
  }

  private static PayRequest ach() {
    return new PayRequest(
        call(1),
        Optional.of(Money.of("1200", "JPY")),
        Optional.empty(),
        Currencies.of("JPY"),
        "Rent",
        "R-1",
        "sandbox",
        TokenType.REUSABLE,
        PaymentMethod.ACH_DEBIT,
        Optional.of(BankAccountType.CONSUMER_CHECKING),
        List.of(CaptureField.BANK_ROUTING_NUMBER, CaptureField.BANK_ACCOUNT_NUMBER),
        List.of(),
        0,
        5,
        Map.of(),
        Advance.SERVER,
        Optional.empty(),
        List.of());
  }

  private static PaymentStatus fullStatus() {
    return new PaymentStatus(
        call(1),
        payment(1),
        Optional.of(session(1)),
        OptionalLong.of(4),
        Optional.of(CaptureField.SECURITY_CODE),
        Optional.of(List.of(CaptureField.SECURITY_CODE, CaptureField.POSTAL_CODE)),
        true,
        Optional.of(ErrorType.INVALID_SECURITY_CODE),
        Map.of(
            CaptureField.PAYMENT_CARD_NUMBER, "xxxxxxxxxxxx4242",
            CaptureField.EXPIRATION_DATE, "xxxx"),
        Optional.of("visa"),
        Optional.of(PayResult.PAYMENT_CONNECTOR_ERROR),
        Optional.of("ch_1"),
        Optional.of("tok_1"),
        Optional.of("cus_1"),
        REASON,
        Optional.of("PENDING"),
        Optional.of(NOON),
        Optional.empty());
  }

  private static PaymentStatus emptyStatus() {
    return new PaymentStatus(
        call(1),
        payment(1),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.of(List.of()),
        false,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        PaymentStatus.Reason.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static PaymentStatus secondEntryStatus() {
    final PaymentStatus first = emptyStatus();
    return new PaymentStatus(
        first.call(),
        first.payment(),
        first.sessionHint(),
        first.captureHint(),
        Optional.of(CaptureField.SECURITY_CODE),
        first.required(),
        first.partial(),
        first.error(),
        first.masks(),
        first.cardType(),
        first.result(),
        first.confirmationCode(),
        first.token(),
        first.profile(),
        first.reason(),
        first.connectorStatus(),
        Optional.of(NOON),
        Optional.of(SecondEntry.REPORTED));
  }

  /// A session whose customer types the card for the second time.
  private static PaySession secondEntrySession() {
    Optional<PaySession> session = Optional.empty();
    long number = 0;
    for (SessionEvent event :
        List.of(
            new SessionEvent.SessionStarted(session(1), ALICE, typedTwice()),
            new SessionEvent.PaymentOpened(payment(1)),
            new SessionEvent.CaptureRequested(CaptureField.PAYMENT_CARD_NUMBER, 1),
            new SessionEvent.StatusReceived(secondEntryStatus(), false),
            new SessionEvent.CaptureRequested(CaptureField.PAYMENT_CARD_NUMBER, 1, true))) {
      session =
          Optional.of(
              PaySession.evolve(
                  session,
                  new EventEnvelope(
                      session(1).stream(),
                      ++number,
                      NOON,
                      Fixtures.ORIGIN,
                      Optional.of(ALICE),
                      event)));
    }
    return session.orElseThrow();
  }

  private static PaySession fullSession() {
    return new PaySession(
        session(1),
        17,
        ALICE,
        card(),
        SessionState.UNCONFIRMED,
        Optional.of(CaptureField.SECURITY_CODE),
        12,
        false,
        true,
        List.of(),
        Optional.of(payment(1)),
        Optional.of(payment(2)),
        Optional.of(List.of(CaptureField.SECURITY_CODE)),
        Map.of(
            CaptureField.PAYMENT_CARD_NUMBER,
            new FieldState("xxxxxxxxxxxx4242", true, 0, Optional.empty()),
            CaptureField.SECURITY_CODE,
            new FieldState("", false, 2, Optional.of(ErrorType.INPUT_TIMEOUT))),
        Optional.of("visa"),
        new CallbackHistory(
            Optional.of(NOON),
            List.of(
                new CallbackHistory.Mark(
                    NOON,
                    Optional.of(CaptureField.SECURITY_CODE),
                    Optional.of(ErrorType.OTHER),
                    Optional.of(PayResult.OTHER),
                    Optional.of(List.of()),
                    Optional.empty()))),
        Optional.of(fullStatus()),
        fullStatus().lastWord(NOON),
        new Outcome(
            Optional.of("ch_1"),
            Optional.of("tok_1"),
            Optional.of("cus_1"),
            Optional.of("card_declined"),
            Optional.of("nobody told us")),
        NOON,
        NOON.plusMillis(1500),
        2,
        Optional.of(new PaySession.LedgerQuestion(16, NOON)),
        true,
        true);
  }
}
