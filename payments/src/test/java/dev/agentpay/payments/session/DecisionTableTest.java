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

/// Every input in every state has a decision, and what must always hold holds after each.
class DecisionTableTest {
  private static final PaymentSid ANOTHER = new PaymentSid("PK" + "9".repeat(32));

  /// What is to be looked at in one cell.
  private interface Check {
    Optional<String> wrong(Story before, String input, Function<Story, Input> given);
  }

  @Test
  void every_input_in_every_state_has_a_decision() {
    assertThat(cells(DecisionTableTest::decided)).isEmpty();
  }

  @Test
  void twice_the_same_callback_is_once() {
    assertThat(cells(DecisionTableTest::repeated)).isEmpty();
  }

  @Test
  void a_callback_that_was_overtaken_ends_a_session_only_as_one_in_time_does() {
    assertThat(cells(DecisionTableTest::late)).isEmpty();
  }

  @Test
  void a_callback_about_another_payment_is_not_ours() {
    assertThat(cells(DecisionTableTest::ofAnother)).isEmpty();
  }

  private static List<String> cells(Check check) {
    final List<String> wrong = new ArrayList<>();
    Situations.ALL.forEach(
        (situation, begin) ->
            Inputs.ALL.forEach(
                (name, input) -> {
                  try {
                    check
                        .wrong(begin.get(), name, input)
                        .map(why -> situation + " | " + name + ": " + why)
                        .ifPresent(wrong::add);
                  } catch (RuntimeException thrown) {
                    wrong.add(situation + " | " + name + ": throws " + thrown);
                  }
                }));
    return wrong;
  }

  private static Optional<String> decided(Story story, String name, Function<Story, Input> given) {
    final PaySession before = story.now();
    final Input input = given.apply(story);
    if (!happens(story, input)) {
      return isCommand(input) ? Optional.empty() : Optional.of("is refused, and no person asked");
    }
    return wrong(before, story, name);
  }

  private static boolean happens(Story story, Input input) {
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

  /// What must hold after any input.
  private static Optional<String> wrong(PaySession before, Story story, String name) {
    final SessionState from = before.state();
    final SessionState to = story.state();
    if (from.isFinal() && from != to) {
      return Optional.of("final is not final: " + to);
    }
    final boolean saysNotPaid =
        to.isFinal() && to != SessionState.PAID && to != SessionState.TOKENIZED;
    if (from.mayHaveCharged() && saysNotPaid && !Inputs.provesNotPaid(name)) {
      return Optional.of("is " + to + " without a proof");
    }
    if (from == SessionState.CANCELLING && to == SessionState.CANCELLED && !endsCancel(name)) {
      return Optional.of("is cancelled without a proof");
    }
    if (!to.isFinal()
        && to != SessionState.CANCELLING
        && to != SessionState.UNCONFIRMED
        && Story.decider(Story.HOSTED).due(story.now()).isEmpty()) {
      return Optional.of("stays %s for ever".formatted(to));
    }
    return Optional.empty();
  }

  /// Whether it proves that a cancelled session is over: Twilio says so, or its call is over, or no
  /// Payment was ever opened.
  private static boolean endsCancel(String name) {
    return name.startsWith("Twilio ends it")
        || name.startsWith("Twilio reports session-in-progress")
        || name.equals("the call is over")
        || name.startsWith("cancel, ")
        || name.startsWith("create, the only attempt: ")
        || name.startsWith("create, a repetition: Twilio refuses")
        || name.startsWith("create, an attempt that lost its lease: Twilio refuses");
  }

  private static Optional<String> repeated(Story story, String name, Function<Story, Input> given) {
    final Input input = given.apply(story);
    if (!(input instanceof Input.CallbackArrived(PaymentStatus status, _)) || status.isDigit()) {
      return Optional.empty();
    }
    story.does(input);
    final PaySession once = story.now();
    story.does(input);
    return once.equals(story.now()) ? Optional.empty() : Optional.of("is taken twice");
  }

  private static Optional<String> late(Story story, String name, Function<Story, Input> given) {
    final Input input = given.apply(story);
    if (!(input instanceof Input.CallbackArrived(PaymentStatus status, _))) {
      return Optional.empty();
    }
    final PaySession before = story.now();
    story.arrives(at(status, story.time().minusSeconds(60), status.payment()));
    return wrong(before, story, name);
  }

  private static Optional<String> ofAnother(
      Story story, String name, Function<Story, Input> given) {
    final Input input = given.apply(story);
    final PaySession before = story.now();
    if (!(input instanceof Input.CallbackArrived(PaymentStatus status, _))
        || before.payment().isEmpty()) {
      return Optional.empty();
    }
    story.arrives(at(status, status.updatedAt().orElseThrow(), ANOTHER));
    return before.equals(story.now()) ? Optional.empty() : Optional.of("is taken for ours");
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
        Optional.of(time));
  }

  /// The cells, as the docs show them: by input, what comes of it in each situation.
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
    final PaySession before = story.now();
    if (!happens(story, given.apply(story))) {
      return "refused";
    }
    final List<String> parts = new ArrayList<>();
    if (story.state() != before.state()) {
      parts.add(story.state().name());
    }
    story.told().forEach(instruction -> parts.add(told(instruction)));
    if (story.now().alarm() && !before.alarm()) {
      parts.add("alarm");
    }
    return parts.isEmpty() ? "·" : String.join(", ", parts);
  }

  private static String told(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Create _ -> "*create*";
      case Instruction.Capture _ -> "*capture*";
      case Instruction.Complete _ -> "*complete*";
      case Instruction.Cancel _, Instruction.CancelOrphan _ -> "*cancel*";
      case Instruction.AskLedger _ -> "*ask the ledger*";
    };
  }
}
