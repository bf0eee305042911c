package dev.agentpay.scenarios;

import dev.agentpay.client.StartPayment;
import dev.agentpay.client.model.Advance;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.ScriptAgent;
import dev.agentpay.scenarios.actors.Stage;
import java.util.List;
import java.util.Map;

/// The customer hangs up or the agent cancels, in each state of the payment. Each time the session
/// must end in the right state.
final class HangUpAndCancelScenarios {
  private static final List<SessionState> BEFORE_SUBMIT =
      List.of(SessionState.OPENING, SessionState.IDLE, SessionState.CAPTURING, SessionState.READY);

  private static final int TWILIO_IS_AWAY_SECONDS = 40;

  private HangUpAndCancelScenarios() {}

  static void hangUp(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    for (SessionState state : BEFORE_SUBMIT) {
      final Customer customer = stage.customerOnTheLineWith(alice);
      final String session = bringTo(state, stage, alice, customer);
      alice.does("has the payment %s".formatted(state));
      customer.hangsUp();
      alice.sees(session, SessionState.ABANDONED);
      stage.faults(Map.of());
    }
    hangUpAfterSubmit(stage, alice);
    hangUpInDoubt(stage, alice);
  }

  /// After the submit, a hang-up does not change the outcome: the payment goes through or not.
  private static void hangUpAfterSubmit(Stage stage, ScriptAgent alice) {
    final Customer customer = stage.customerOnTheLineWith(alice);
    stage.faults(Map.of("connector", Map.of("timeoutNext", 1)));
    final String session = bringTo(SessionState.READY, stage, alice, customer);
    alice.submits(session);
    alice.seesSubmitAccepted(session);
    customer.hangsUp();
    alice.sees(session, SessionState.PAID);
    stage.faults(Map.of());
  }

  /// A connector hosted by Twilio has no ledger, so a supervisor resolves the session.
  private static void hangUpInDoubt(Stage stage, ScriptAgent alice) {
    final Customer customer = stage.customerOnTheLineWith(alice);
    stage.faults(Map.of("webhooks", Map.of("dropNextFinal", 1)));
    final String session =
        alice.takes(
            stage.payment(customer).charge("42.50", "USD").connector("hosted"),
            "42.50 USD with a connector that has no ledger");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits(session);
    alice.sees(session, SessionState.UNCONFIRMED);
    customer.hangsUp();
    stage.faults(Map.of());
    final ScriptAgent sam = stage.agent("sam");
    sam.does("finds the charge at the bank and resolves the session as paid");
    sam.client().resolve(session, SessionState.PAID, "found at the bank", "ch_bank_1");
    alice.sees(session, SessionState.PAID);
  }

  static void cancel(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    for (SessionState state : BEFORE_SUBMIT) {
      final String session = bringTo(state, stage, alice, customer);
      alice.does("has the payment %s".formatted(state));
      alice.cancels(session);
      alice.sees(session, SessionState.CANCELLED);
      alice.cancels(session); // a second cancel must be accepted and change nothing
      stage.faults(Map.of());
    }
    cancelAfterSubmit(stage, alice, customer);
    customer.hangsUp();
  }

  /// Twilio is unavailable for longer than the timeout of a cancel, both at production pace and at
  /// the quick pace.
  static void cancelOffline(Stage stage) {
    final ScriptAgent alice = stage.agent("alice").ready();
    final Customer customer = stage.customerOnTheLineWith(alice);
    final String session = bringTo(SessionState.IDLE, stage, alice, customer);
    stage.faults(Map.of("rest", Map.of("serverError", 1)));
    alice.cancels(session);
    customer.waits(TWILIO_IS_AWAY_SECONDS);
    stage.faults(Map.of());
    alice.sees(session, SessionState.CANCELLED);
    stage.hasNoPayment(customer.call());
    final String next = alice.takes(stage.payment(customer).charge("42.50", "USD"), "42.50 USD");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits(next);
    PaymentScenarios.expectOutcome(
        alice.sees(next, SessionState.PAID), Outcome::confirmationCode, "a confirmation");
    customer.hangsUp();
  }

  private static void cancelAfterSubmit(Stage stage, ScriptAgent alice, Customer customer) {
    stage.faults(Map.of("connector", Map.of("timeoutNext", 1)));
    final String session = bringTo(SessionState.READY, stage, alice, customer);
    alice.submits(session);
    alice.isRefused(
        ProblemType.NOT_NOW, "cancel after the submit", () -> alice.client().cancel(session));
    alice.sees(session, SessionState.PAID);
    alice.isRefused(
        ProblemType.NOT_NOW, "cancel a paid session", () -> alice.client().cancel(session));
  }

  /// Starts a payment and brings it to this state.
  private static String bringTo(
      SessionState state, Stage stage, ScriptAgent alice, Customer customer) {
    if (state == SessionState.OPENING) {
      stage.faults(Map.of("rest", Map.of("delayMillis", 400)));
    }
    final StartPayment payment =
        stage
            .payment(customer)
            .charge("42.50", "USD")
            .advance(state == SessionState.IDLE ? Advance.CLIENT : Advance.SERVER);
    final String session = alice.takes(payment, "42.50 USD");
    switch (state) {
      case CAPTURING -> customer.awaits("payment-card-number");
      case READY -> customer.typesEverything(Customer.GOOD_CARD);
      default -> {}
    }
    if (state != SessionState.OPENING) { // the first state; it may pass before an await sees it
      alice.sees(session, (PaySession s) -> s.state() == state);
    }
    return session;
  }
}
