package dev.agentpay.payments.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.payments.Story;
import dev.agentpay.payments.values.PaymentSid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Tests every input in every state against the invariants.
class DecisionTableTest {
  private static final PaymentSid OTHER_PAYMENT = new PaymentSid("PK" + "9".repeat(32));

  /// A check of one cell of the table.
  private interface Check {
    Optional<String> findError(Story before, String input, Function<Story, Input> given);
  }

  @Test
  void decides_every_input_in_every_state() {
    assertThat(cells(DecisionTableTest::checkDecision)).isEmpty();
  }

  @Test
  void ignores_a_repeated_callback() {
    assertThat(cells(DecisionTableTest::checkRepeated)).isEmpty();
  }

  @Test
  void a_stale_callback_never_ends_a_session_without_proof() {
    assertThat(cells(DecisionTableTest::checkStale)).isEmpty();
  }

  @Test
  void ignores_a_callback_about_another_payment() {
    assertThat(cells(DecisionTableTest::checkOtherPayment)).isEmpty();
  }

  private static List<String> cells(Check check) {
    final List<String> errors = new ArrayList<>();
    Situations.ALL.forEach(
        (situation, begin) ->
            Inputs.ALL.forEach(
                (name, input) -> {
                  try {
                    check
                        .findError(begin.get(), name, input)
                        .map(why -> situation + " | " + name + ": " + why)
                        .ifPresent(errors::add);
                  } catch (RuntimeException thrown) {
                    errors.add(situation + " | " + name + ": throws " + thrown);
                  }
                }));
    return errors;
  }

  private static Optional<String> checkDecision(
      Story story, String name, Function<Story, Input> given) {
    final PaySession before = story.session();
    final Input input = given.apply(story);
    if (!apply(story, input)) {
      return isCommand(input)
          ? Optional.empty()
          : Optional.of("is refused although it is not a request of a person");
    }
    return findError(before, story, name);
  }

  private static boolean apply(Story story, Input input) {
    if (input instanceof Input.DeadlinePassed) {
      story.waits(Inputs.LATER);
      return true;
    }
    try {
      story.does(input);
      return true;
    } catch (RefusedException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return false;
    }
  }

  private static boolean isCommand(Input input) {
    return input instanceof Input.RequestCapture
        || input instanceof Input.Submit
        || input instanceof Input.Cancel
        || input instanceof Input.Resolve
        || input instanceof Input.ReleaseCall;
  }

  /// The invariants that must hold after any input.
  private static Optional<String> findError(PaySession before, Story story, String name) {
    final SessionState from = before.state();
    final SessionState to = story.state();
    if (from.isFinal() && from != to) {
      return Optional.of("a final state changed to " + to);
    }
    final boolean saysNotPaid =
        to.isFinal() && to != SessionState.PAID && to != SessionState.TOKENIZED;
    if (from.mayHaveCharged() && saysNotPaid && !Inputs.provesNotPaid(name)) {
      return Optional.of("is " + to + " without proof");
    }
    if (from == SessionState.CANCELLING && to == SessionState.CANCELLED && !endsCancel(name)) {
      return Optional.of("is cancelled without proof");
    }
    if (!to.isFinal()
        && to != SessionState.CANCELLING
        && to != SessionState.UNCONFIRMED
        && Story.decider(Story.HOSTED).due(story.session()).isEmpty()) {
      return Optional.of("stays %s forever".formatted(to));
    }
    return Optional.empty();
  }

  /// Whether the input proves that a cancel is complete: Twilio says so, the call has ended, or no
  /// Payment was opened.
  private static boolean endsCancel(String name) {
    return name.startsWith("Twilio ends the Payment")
        || name.startsWith("Twilio reports session-in-progress")
        || name.equals("the call ends")
        || name.startsWith("cancel, ")
        || name.startsWith("create, the only attempt: ")
        || name.startsWith("create, a repetition: Twilio refuses")
        || name.startsWith("create, an attempt that lost its lease: Twilio refuses");
  }

  private static Optional<String> checkRepeated(
      Story story, String name, Function<Story, Input> given) {
    final Input input = given.apply(story);
    if (!(input instanceof Input.CallbackArrived(PaymentStatus status, _)) || status.isDigit()) {
      return Optional.empty();
    }
    story.does(input);
    final PaySession once = story.session();
    story.does(input);
    return once.equals(story.session()) ? Optional.empty() : Optional.of("is applied twice");
  }

  private static Optional<String> checkStale(
      Story story, String name, Function<Story, Input> given) {
    final Input input = given.apply(story);
    if (!(input instanceof Input.CallbackArrived(PaymentStatus status, _))) {
      return Optional.empty();
    }
    final PaySession before = story.session();
    story.arrives(at(status, story.time().minusSeconds(60), status.payment()));
    return findError(before, story, name);
  }

  private static Optional<String> checkOtherPayment(
      Story story, String name, Function<Story, Input> given) {
    final Input input = given.apply(story);
    final PaySession before = story.session();
    if (!(input instanceof Input.CallbackArrived(PaymentStatus status, _))
        || before.payment().isEmpty()) {
      return Optional.empty();
    }
    story.arrives(at(status, status.updatedAt().orElseThrow(), OTHER_PAYMENT));
    return before.equals(story.session())
        ? Optional.empty()
        : Optional.of("is applied to this session");
  }

  private static PaymentStatus at(PaymentStatus status, Instant time, PaymentSid payment) {
    return new PaymentStatus(
        status.call(),
        payment,
        status.sessionHint(),
        status.captureHint(),
        status.capture(),
        status.required(),
        status.partial(),
        status.error(),
        status.masks(),
        status.cardType(),
        status.result(),
        status.confirmationCode(),
        status.token(),
        status.profile(),
        status.reason(),
        status.connectorStatus(),
        Optional.of(time),
        status.secondEntry());
  }

  /// The cells for the docs: for each input, its result in each situation.
  static Map<String, List<String>> table(List<String> situations) {
    final Map<String, List<String>> table = new LinkedHashMap<>();
    Inputs.ALL.forEach(
        (name, input) -> {
          final List<String> row = new ArrayList<>();
          for (String situation : situations) {
            row.add(cell(Situations.ALL.get(situation).get(), input));
          }
          table.put(name, row);
        });
    return table;
  }

  private static String cell(Story story, Function<Story, Input> given) {
    final PaySession before = story.session();
    if (!apply(story, given.apply(story))) {
      return "refused";
    }
    final List<String> parts = new ArrayList<>();
    if (story.state() != before.state()) {
      parts.add(story.state().name());
    }
    story.instructions().forEach(instruction -> parts.add(label(instruction)));
    if (story.session().alarm() && !before.alarm()) {
      parts.add("alarm");
    }
    return parts.isEmpty() ? "·" : String.join(", ", parts);
  }

  private static String label(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Create _ -> "*create*";
      case Instruction.Capture capture ->
          capture.second() ? "*capture the second entry*" : "*capture*";
      case Instruction.Discard _ -> "*forget a field*";
      case Instruction.Complete _ -> "*complete*";
      case Instruction.Cancel _, Instruction.CancelOrphan _ -> "*cancel*";
      case Instruction.AskLedger _ -> "*ask the ledger*";
    };
  }
}
