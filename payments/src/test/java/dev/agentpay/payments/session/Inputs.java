package dev.agentpay.payments.session;

import static dev.agentpay.payments.Story.CARD;
import static dev.agentpay.payments.session.Statuses.PAYMENT;
import static dev.agentpay.payments.session.Statuses.status;

import dev.agentpay.payments.Story;
import dev.agentpay.payments.proof.LedgerEntry;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// All inputs to a session, by name.
final class Inputs {
  /// Inputs after the submit that prove that no money moved. No other input may end a session as
  /// not paid. Listed here independently of the code, so that the test can find errors in it.
  private static final List<String> PROOFS =
      List.of(
          "Twilio ends the Payment: payment-connector-error, card_declined",
          "Twilio ends the Payment: success, but the connector says DECLINED",
          "Twilio ends the Payment: payment-connector-error, Twilio 64022",
          "Twilio ends the Payment: payment-connector-error, Twilio 64023",
          "the ledger says REFUSED",
          "the ledger is empty",
          "a person resolves it as DECLINED",
          "a person resolves it as FAILED");

  /// Proofs only if they answer the only attempt.
  private static final List<String> PROOFS_BY_THE_ONLY_SUBMIT =
      List.of("refuses", "cannot be reached", "limits the request rate", "is no longer needed");

  private static final int[] CODES = {64019, 64020, 64021, 20003, 20404, 21220, 64004, 0};

  /// By name. Each function creates the input for a given session.
  static final Map<String, Function<Story, Input>> ALL = all();

  private Inputs() {}

  /// Whether this input may end a submitted session as not paid.
  static boolean provesNotPaid(String name) {
    return PROOFS.contains(name)
        || (name.startsWith("complete, the only attempt: ")
            && PROOFS_BY_THE_ONLY_SUBMIT.stream().anyMatch(name::contains));
  }

  private static Map<String, Function<Story, Input>> all() {
    final Map<String, Function<Story, Input>> all = new LinkedHashMap<>();
    commands(all);
    for (ErrorType error : ErrorType.values()) {
      callback(all, "Twilio reports " + error.wire(), () -> status().error(error));
      callback(
          all,
          "Twilio reports %s for the card".formatted(error.wire()),
          () -> status().capture(CARD).error(error));
    }
    callback(all, "Twilio opens the Payment", Statuses::status);
    callback(all, "Twilio reports a digit", () -> status().typing(CARD, "x"));
    callback(
        all, "Twilio has the card", () -> status().capture(CARD).missing(Story.DATE, Story.CODE));
    callback(
        all,
        "Twilio has the first entry of the card",
        () -> status().capture(CARD).missing(CARD, Story.DATE).mask(CARD, "xxxx").secondDue());
    callback(
        all, "Twilio reports a digit of a second entry", () -> status().typing(CARD, "x").second());
    callback(
        all,
        "Twilio has the second entry of the card",
        () -> status().capture(CARD).missing(Story.DATE, Story.CODE).second());
    for (ErrorType error : ErrorType.values()) {
      callback(
          all,
          "Twilio reports %s for the second entry of the card".formatted(error.wire()),
          () -> status().capture(CARD).error(error).second());
    }
    callback(all, "Twilio has everything", () -> status().capture(Story.CODE).missing());
    callback(all, "Twilio wants the card", () -> status().capture(CARD).missing(CARD, Story.CODE));
    results(all);
    for (Input.Attempt attempt : Input.Attempt.values()) {
      answers(all, attempt);
    }
    for (LedgerEntry.Status entry : LedgerEntry.Status.values()) {
      all.put(
          "the ledger says " + entry,
          story -> ledger(story, new Answer.Ledger(List.of(new LedgerEntry(entry, "id", "code")))));
    }
    all.put("the ledger is empty", story -> ledger(story, new Answer.Ledger(List.of())));
    all.put("the ledger is unavailable", story -> ledger(story, new Answer.NoAnswer("HTTP 500")));
    all.put("there is no ledger", story -> ledger(story, new Answer.NoLedger()));
    all.put("the call ends", _ -> new Input.CallOver("completed"));
    all.put("time passes", _ -> new Input.DeadlinePassed());
    return all;
  }

  private static void commands(Map<String, Function<Story, Input>> all) {
    for (CaptureField field : List.of(CARD, Story.DATE, CaptureField.POSTAL_CODE)) {
      all.put("the agent requests " + field.wire(), _ -> new Input.RequestCapture(field, false));
      all.put("the agent repeats " + field.wire(), _ -> new Input.RequestCapture(field, true));
    }
    all.put("the agent submits", _ -> new Input.Submit());
    all.put("the agent cancels", _ -> new Input.Cancel());
    for (SessionState end : SessionState.values()) {
      if (end.isFinal()) {
        all.put("a person resolves it as " + end, _ -> new Input.Resolve(end, "seen", "ch_1"));
      }
    }
    all.put(
        "a person allows another session",
        _ -> new Input.ReleaseCall(new SessionId("ps_" + "9".repeat(26))));
  }

  private static void results(Map<String, Function<Story, Input>> all) {
    for (PayResult result : PayResult.values()) {
      callback(all, "Twilio ends the Payment: " + result.wire(), () -> status().result(result));
    }
    for (String own : List.of("SUCCESS", "DECLINED", "PENDING", "WHATEVER")) {
      callback(
          all,
          "Twilio ends the Payment: success, but the connector says " + own,
          () -> status().result(PayResult.SUCCESS).connectorStatus(own));
    }
    for (String code : List.of("card_declined", "duplicate_transaction", "timeout")) {
      callback(
          all,
          "Twilio ends the Payment: payment-connector-error, " + code,
          () -> status().result(PayResult.PAYMENT_CONNECTOR_ERROR).connectorError(code));
    }
    for (int code : new int[] {64002, 64008, 64010, 64012, 64022, 64023}) {
      callback(
          all,
          "Twilio ends the Payment: payment-connector-error, Twilio " + code,
          () -> status().result(PayResult.PAYMENT_CONNECTOR_ERROR).payError(code));
    }
  }

  private static void callback(
      Map<String, Function<Story, Input>> all, String name, Supplier<Statuses> status) {
    all.put(name, story -> arrived(status.get().at(story.time().plusMillis(5))));
  }

  static Input arrived(Statuses status) {
    return new Input.CallbackArrived(status.build(), Optional.empty());
  }

  private static void answers(Map<String, Function<Story, Input>> all, Input.Attempt attempt) {
    for (Instruction instruction : instructions()) {
      final String name = "%s, %s: ".formatted(name(instruction), attempt(attempt));
      final Map<String, Answer> answers = new LinkedHashMap<>();
      answers.put("Twilio accepts it", new Answer.Accepted(PAYMENT));
      for (int code : CODES) {
        answers.put(
            "Twilio refuses with " + (code == 0 ? "HTTP 409" : code),
            new Answer.Refused(code == 0 ? 409 : 400, code, "said Twilio"));
      }
      answers.put("Twilio cannot be reached", new Answer.NotSent("no connection"));
      answers.put("Twilio limits the request rate", new Answer.RateLimited(Optional.empty()));
      answers.put("Twilio does not answer", new Answer.NoAnswer("HTTP 503"));
      answers.forEach(
          (what, answer) ->
              all.put(
                  name + what,
                  story ->
                      new Input.Answered(
                          number(story, instruction), instruction, attempt, answer)));
      if (attempt != Input.Attempt.LATE) {
        all.put(
            name + "it is no longer needed",
            story -> new Input.Dropped(number(story, instruction), instruction, attempt));
      }
    }
  }

  private static List<Instruction> instructions() {
    return List.of(
        new Instruction.Create(Story.charge().session().request()),
        new Instruction.Capture(CARD),
        new Instruction.Capture(CARD, true),
        new Instruction.Discard(CARD),
        new Instruction.Complete(),
        new Instruction.Cancel(),
        new Instruction.CancelOrphan(PAYMENT));
  }

  private static String attempt(Input.Attempt attempt) {
    return switch (attempt) {
      case ONLY -> "the only attempt";
      case REPEATED -> "a repetition";
      case LATE -> "an attempt that lost its lease";
    };
  }

  private static String name(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Create _ -> "create";
      case Instruction.Capture capture -> capture.second() ? "second capture" : "capture";
      case Instruction.Discard _ -> "discard of a field";
      case Instruction.Complete _ -> "complete";
      case Instruction.Cancel _ -> "cancel";
      case Instruction.CancelOrphan _ -> "cancel of an orphan";
      case Instruction.AskLedger _ -> "question";
    };
  }

  private static Input ledger(Story story, Answer answer) {
    final Instruction ask = new Instruction.AskLedger();
    return new Input.Answered(number(story, ask), ask, Input.Attempt.ONLY, answer);
  }

  /// Returns the number of the latest instruction of this kind, or 1 if there is none.
  private static long number(Story story, Instruction type) {
    final List<Long> numbers = new ArrayList<>(List.of(1L));
    story
        .events()
        .forEach(
            event ->
                Instruction.causedBy((SessionEvent) event.event())
                    .filter(caused -> caused.getClass() == type.getClass())
                    .ifPresent(_ -> numbers.add(event.number())));
    return numbers.getLast();
  }

  /// Longer than every deadline.
  static final Duration LATER = Duration.ofHours(2);
}
