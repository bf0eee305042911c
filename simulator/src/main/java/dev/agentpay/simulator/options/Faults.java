package dev.agentpay.simulator.options;

import dev.agentpay.simulator.wire.JsonText;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The faults to inject. Immutable; set as JSON by `PUT /simulator/faults`.
///
/// Rates are probabilities from 0 to 1. They are drawn from `seed`, so the same seed and the same
/// sequence of requests produce the same faults. Counts (`…Next`) are used up before any rate
/// applies.
public record Faults(
    long seed, Webhooks webhooks, Rest rest, Keys keys, Connector connector, Sync sync) {

  /// Faults without any for Sync.
  public Faults(long seed, Webhooks webhooks, Rest rest, Keys keys, Connector connector) {
    this(seed, webhooks, rest, keys, connector, Sync.NONE);
  }

  /// Faults of status callbacks, of payments and of calls. Requests for TwiML are not affected.
  ///
  /// @param drop rate of callbacks that are never sent
  /// @param duplicate rate of callbacks that are sent twice, with the same
  ///   `I-Twilio-Idempotency-Token`
  /// @param reorder rate of callbacks that the next one of the same payment or call overtakes
  /// @param delay rate of callbacks that are sent `delayMillis` late; others are sent meanwhile
  /// @param dropNext number of next callbacks that are never sent
  /// @param dropNextFinal number of next callbacks with a `Result` that are never sent
  /// @param nextErrorTypes the next callbacks of payments have these `ErrorType`s, whatever they
  ///   report, such as `session-in-progress`
  public record Webhooks(
      double drop,
      double duplicate,
      double reorder,
      double delay,
      int delayMillis,
      int dropNext,
      int dropNextFinal,
      List<String> nextErrorTypes) {
    public Webhooks {
      rate("webhooks.drop", drop);
      rate("webhooks.duplicate", duplicate);
      rate("webhooks.reorder", reorder);
      rate("webhooks.delay", delay);
      count("webhooks.delayMillis", delayMillis);
      count("webhooks.dropNext", dropNext);
      count("webhooks.dropNextFinal", dropNextFinal);
      nextErrorTypes = errorTypes("webhooks.nextErrorTypes", nextErrorTypes);
    }
  }

  /// Faults of the REST API.
  ///
  /// @param tooManyRequests rate of requests that get 429 and have no effect
  /// @param serverError rate of requests that get 503 and have no effect
  /// @param lostAnswer rate of requests that take effect, but whose connection closes without an
  ///   answer
  /// @param loseNext number of next requests whose answer is lost in this way
  /// @param delayMillis delay of every answer
  /// @param failNext requests that fail with a chosen error
  public record Rest(
      double tooManyRequests,
      double serverError,
      double lostAnswer,
      int loseNext,
      int delayMillis,
      List<FailNext> failNext) {
    public Rest {
      rate("rest.tooManyRequests", tooManyRequests);
      rate("rest.serverError", serverError);
      rate("rest.lostAnswer", lostAnswer);
      count("rest.loseNext", loseNext);
      count("rest.delayMillis", delayMillis);
      failNext = List.copyOf(failNext);
    }
  }

  /// Makes the next `times` requests of one kind fail: refused, disconnected or answered late, with
  /// or without their effect.
  ///
  /// @param operation create, capture, complete, cancel or call
  /// @param code Twilio's error code, such as 64002; 0 means 20000 plus the status
  /// @param status HTTP status from 400 to 599; 0 means the usual one of the code
  /// @param times 1 or more
  /// @param carriedOut whether the request takes effect all the same
  /// @param closed whether the connection closes instead of an answer
  /// @param delayMillis delays the answer, or the end of the connection, from 0 to 120,000. Without
  ///   code, status and `closed` the request is carried out at once and its normal answer is late
  public record FailNext(
      Operation operation,
      int code,
      int status,
      int times,
      boolean carriedOut,
      boolean closed,
      int delayMillis) {
    public FailNext {
      if (operation == null) {
        throw new IllegalArgumentException(
            "rest.failNext.operation is missing; use one of " + List.of(Operation.values()));
      }
      count("rest.failNext.code", code);
      if (times < 1) {
        throw new IllegalArgumentException("rest.failNext.times must be 1 or more; got " + times);
      }
      if (status != 0 && (status < 400 || status > 599)) {
        throw new IllegalArgumentException(
            "rest.failNext.status must be 0 or from 400 to 599; got " + status);
      }
      delay("rest.failNext.delayMillis", delayMillis);
      if (closed && (code != 0 || status != 0)) {
        throw new IllegalArgumentException(
            "rest.failNext cannot have closed together with code or status: there is no answer");
      }
      if (!closed && code == 0 && status == 0 && delayMillis == 0) {
        throw new IllegalArgumentException(
            "rest.failNext has no effect; set code, status, closed or delayMillis");
      }
    }

    /// Whether the only fault is a late answer.
    public boolean onlyLate() {
      return !closed && code == 0 && status == 0;
    }

    /// A copy with `times` reduced by one. `times` must be above 1.
    public FailNext oneFewer() {
      return new FailNext(operation, code, status, times - 1, carriedOut, closed, delayMillis);
    }
  }

  /// The kinds of REST requests that can fail.
  public enum Operation {
    CREATE,
    CAPTURE,
    COMPLETE,
    CANCEL,
    CALL
  }

  /// Faults while the customer presses keys.
  ///
  /// @param hangUp rate of keys after which the customer hangs up
  /// @param hangUpAfter the customer hangs up after this number of further keys; 0 means never
  /// @param nextErrorTypes the next finished entries fail with these `ErrorType`s, such as
  ///   `internal-error`
  public record Keys(double hangUp, int hangUpAfter, List<String> nextErrorTypes) {
    public Keys {
      rate("keys.hangUp", hangUp);
      count("keys.hangUpAfter", hangUpAfter);
      nextErrorTypes = errorTypes("keys.nextErrorTypes", nextErrorTypes);
    }
  }

  /// Faults of requests to connectors.
  ///
  /// @param timeout rate of attempts that the connector receives, but whose answer never arrives
  /// @param timeoutNext number of next attempts that end in this way
  /// @param unreachableNext number of next attempts that never reach the connector
  /// @param malformedNext number of next answers that arrive garbled
  /// @param closeNext number of next attempts that the connector receives and acts on, but whose
  ///   connection closes without an answer; see the switch `connectorClosed`
  /// @param refuseNext refusals that replace the next answers of the connector
  /// @param delayMillis delay of every answer, from 0 to 120,000; from 10,000 on, Twilio has
  ///   repeated its request by then
  public record Connector(
      double timeout,
      int timeoutNext,
      int unreachableNext,
      int malformedNext,
      int closeNext,
      List<ConnectorRefusal> refuseNext,
      int delayMillis) {
    public Connector {
      rate("connector.timeout", timeout);
      count("connector.timeoutNext", timeoutNext);
      count("connector.unreachableNext", unreachableNext);
      count("connector.malformedNext", malformedNext);
      count("connector.closeNext", closeNext);
      refuseNext = List.copyOf(refuseNext);
      delay("connector.delayMillis", delayMillis);
    }
  }

  /// A refusal that replaces the connector's own answer.
  ///
  /// @param errorCode the answer's `error_code`, such as `duplicate_transaction`
  /// @param errorMessage the answer's `error_message`; may be empty
  /// @param carriedOut whether the connector receives the request all the same and acts on it
  public record ConnectorRefusal(String errorCode, String errorMessage, boolean carriedOut) {
    /// In characters. The codes of gateways are words or short phrases.
    private static final int LONGEST = 200;

    public ConnectorRefusal {
      if (errorCode == null || errorCode.isBlank() || errorCode.length() > LONGEST) {
        throw new IllegalArgumentException(
            "connector.refuseNext.errorCode must have 1 to " + LONGEST + " characters");
      }
      errorMessage = errorMessage == null ? "" : errorMessage;
      if (errorMessage.length() > LONGEST) {
        throw new IllegalArgumentException(
            "connector.refuseNext.errorMessage must have at most " + LONGEST + " characters");
      }
    }
  }

  /// Faults of Sync's REST API.
  ///
  /// @param tooManyRequests rate of requests that get 429 and have no effect
  /// @param serverError rate of requests that get 503 and have no effect
  /// @param unreachable rate of requests whose connection closes without effect
  /// @param lostAnswer rate of requests that take effect, but whose connection closes without an
  ///   answer
  /// @param tooManyRequestsNext number of next requests that get 429
  /// @param serverErrorNext number of next requests that get 503
  /// @param unreachableNext number of next requests that do not arrive
  /// @param loseNext number of next requests whose answer is lost
  /// @param delayMillis delay of every answer
  public record Sync(
      double tooManyRequests,
      double serverError,
      double unreachable,
      double lostAnswer,
      int tooManyRequestsNext,
      int serverErrorNext,
      int unreachableNext,
      int loseNext,
      int delayMillis) {
    public static final Sync NONE = new Sync(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public Sync {
      rate("sync.tooManyRequests", tooManyRequests);
      rate("sync.serverError", serverError);
      rate("sync.unreachable", unreachable);
      rate("sync.lostAnswer", lostAnswer);
      count("sync.tooManyRequestsNext", tooManyRequestsNext);
      count("sync.serverErrorNext", serverErrorNext);
      count("sync.unreachableNext", unreachableNext);
      count("sync.loseNext", loseNext);
      count("sync.delayMillis", delayMillis);
    }
  }

  private static final Faults NONE =
      new Faults(
          1,
          new Webhooks(0, 0, 0, 0, 2_000, 0, 0, List.of()),
          new Rest(0, 0, 0, 0, 0, List.of()),
          new Keys(0, 0, List.of()),
          new Connector(0, 0, 0, 0, 0, List.of(), 0));

  /// An `ErrorType` as Twilio writes them: words in lower case, joined by hyphens.
  private static final Pattern ERROR_TYPE = Pattern.compile("[a-z]{1,32}(-[a-z]{1,32}){0,9}");

  /// The simulator closes a connection whose answer is delayed for longer than two minutes.
  private static final int LONGEST_DELAY_MILLIS = 120_000;

  /// No faults.
  public static Faults none() {
    return NONE;
  }

  /// The given faults, by name; all others are off.
  ///
  /// @throws IllegalArgumentException that names an unknown fault or an invalid value
  public static Faults of(Map<String, ?> faults) {
    return JsonText.overlay(NONE, faults, Faults.class);
  }

  private static void rate(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1; got " + value);
    }
  }

  private static List<String> errorTypes(String name, List<String> types) {
    for (String type : types) {
      if (!ERROR_TYPE.matcher(type).matches()) {
        throw new IllegalArgumentException(
            name + " must have error types such as session-in-progress; got \"" + type + "\"");
      }
    }
    return List.copyOf(types);
  }

  private static void delay(String name, int millis) {
    if (millis < 0 || millis > LONGEST_DELAY_MILLIS) {
      throw new IllegalArgumentException(
          name + " must be from 0 to " + LONGEST_DELAY_MILLIS + "; got " + millis);
    }
  }

  private static void count(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be 0 or more; got " + value);
    }
  }
}
