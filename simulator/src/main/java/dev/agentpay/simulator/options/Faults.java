package dev.agentpay.simulator.options;

import dev.agentpay.simulator.wire.JsonText;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What goes wrong on purpose. Rates are probabilities from 0 to 1, decided by a die thrown from
/// `seed`, so that the same seed on the same sequence of requests fails the same way. Counts
/// (`…Next`) are used up before any rate is looked at. Immutable; set as JSON by `PUT
/// /simulator/faults`.
public record Faults(
    long seed, Webhooks webhooks, Rest rest, Keys keys, Connector connector, Sync sync) {

  /// Faults without any of Sync's.
  public Faults(long seed, Webhooks webhooks, Rest rest, Keys keys, Connector connector) {
    this(seed, webhooks, rest, keys, connector, Sync.NONE);
  }

  /// Faults of status callbacks (payments' and calls'); requests for TwiML are left alone.
  ///
  /// @param drop rate of callbacks that are never sent
  /// @param duplicate rate of those sent twice, with the same `I-Twilio-Idempotency-Token`
  /// @param reorder rate of those that let the next one of their payment or call overtake them
  /// @param delay rate of those sent `delayMillis` late, also overtaken by others meanwhile
  /// @param dropNext so many of the next callbacks are never sent
  /// @param dropNextFinal so many of the next callbacks with a `Result` are never sent
  /// @param nextErrorTypes the next callbacks of payments carry these `ErrorType`s whatever they
  ///   tell, such as `session-in-progress`
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

  /// Faults of the REST interface.
  ///
  /// @param tooManyRequests rate of requests answered 429 without effect
  /// @param serverError rate of requests answered 503 without effect
  /// @param lostAnswer rate of requests that take effect but whose connection closes without an
  ///   answer
  /// @param loseNext so many of the next answers are lost like that
  /// @param delayMillis how long every answer is held back
  /// @param failNext requests to be refused with an error of choice
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

  /// The next `times` requests of one kind go wrong: refused, cut off or answered late, with their
  /// effect or without it.
  ///
  /// @param operation create, capture, complete, cancel or call
  /// @param code Twilio's error code, such as 64002; 0 takes 20000 and the status
  /// @param status HTTP status from 400 to 599; 0 takes the usual one of the code
  /// @param times 1 or more
  /// @param carriedOut whether the request takes effect all the same
  /// @param closed the connection closes instead of an answer
  /// @param delayMillis the answer, or the end of the connection, comes so much later. Without
  ///   code, status and `closed` the request is carried out and answered as usual, but late
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
            "rest.failNext.operation is missing: give one of " + List.of(Operation.values()));
      }
      count("rest.failNext.code", code);
      if (times < 1) {
        throw new IllegalArgumentException(
            "rest.failNext.times is " + times + ": it must be 1 or more");
      }
      if (status != 0 && (status < 400 || status > 599)) {
        throw new IllegalArgumentException("rest.failNext.status must be 0 or from 400 to 599");
      }
      delay("rest.failNext.delayMillis", delayMillis);
      if (closed && (code != 0 || status != 0)) {
        throw new IllegalArgumentException(
            "rest.failNext is closed and has a code or status: a closed connection has no answer");
      }
      if (!closed && code == 0 && status == 0 && delayMillis == 0) {
        throw new IllegalArgumentException(
            "rest.failNext does nothing: give code, status, closed or delayMillis");
      }
    }

    /// Whether the request takes effect and gets its usual answer.
    public boolean onlyLate() {
      return !closed && code == 0 && status == 0;
    }

    /// The same, for one request fewer; only while `times` is above 1.
    public FailNext oneFewer() {
      return new FailNext(operation, code, status, times - 1, carriedOut, closed, delayMillis);
    }
  }

  /// What a REST request asks for.
  public enum Operation {
    CREATE,
    CAPTURE,
    COMPLETE,
    CANCEL,
    CALL
  }

  /// Faults between the customer's finger and the payment.
  ///
  /// @param hangUp rate of keys after which the customer hangs up instead
  /// @param hangUpAfter the customer hangs up after so many more keys; 0 never
  /// @param nextErrorTypes the next finished entries fail with these `ErrorType`s, such as
  ///   `internal-error`
  public record Keys(double hangUp, int hangUpAfter, List<String> nextErrorTypes) {
    public Keys {
      rate("keys.hangUp", hangUp);
      count("keys.hangUpAfter", hangUpAfter);
      nextErrorTypes = errorTypes("keys.nextErrorTypes", nextErrorTypes);
    }
  }

  /// Faults of the way to the connector.
  ///
  /// @param timeout rate of attempts whose answer never comes, though the connector got the request
  /// @param timeoutNext so many of the next attempts end like that
  /// @param unreachableNext so many of the next attempts never reach the connector
  /// @param malformedNext so many of the next answers arrive garbled
  /// @param closeNext so many of the next connections close without an answer, though the connector
  ///   got the request and acted on it: see the switch `connectorClosed`
  /// @param refuseNext the next answers that arrive are these refusals instead of the connector's
  /// @param delayMillis every answer arrives so much later; from 10,000 on Twilio has asked again
  ///   by then
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

  /// A refusal in the place of the connector's own answer.
  ///
  /// @param errorCode the answer's `error_code`, such as `duplicate_transaction`
  /// @param errorMessage the answer's `error_message`; may be empty
  /// @param carriedOut whether the connector gets the request all the same and acts on it
  public record ConnectorRefusal(String errorCode, String errorMessage, boolean carriedOut) {
    /// Gateways' codes are words or short phrases.
    private static final int LONGEST = 200;

    public ConnectorRefusal {
      if (errorCode == null || errorCode.isBlank() || errorCode.length() > LONGEST) {
        throw new IllegalArgumentException(
            "connector.refuseNext.errorCode must have 1 to " + LONGEST + " characters");
      }
      errorMessage = errorMessage == null ? "" : errorMessage;
      if (errorMessage.length() > LONGEST) {
        throw new IllegalArgumentException(
            "connector.refuseNext.errorMessage is longer than " + LONGEST + " characters");
      }
    }
  }

  /// Faults of Sync's REST interface.
  ///
  /// @param tooManyRequests rate of requests answered 429 without effect
  /// @param serverError rate of requests answered 503 without effect
  /// @param unreachable rate of requests whose connection closes without effect
  /// @param lostAnswer rate of requests that take effect but whose connection closes without an
  ///   answer
  /// @param tooManyRequestsNext so many of the next requests are answered 429
  /// @param serverErrorNext so many of the next requests are answered 503
  /// @param unreachableNext so many of the next requests do not arrive
  /// @param loseNext so many of the next answers are lost
  /// @param delayMillis how long every answer is held back
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

  /// An `ErrorType` as Twilio writes them: small letters, joined by hyphens.
  private static final Pattern ERROR_TYPE = Pattern.compile("[a-z]{1,32}(-[a-z]{1,32}){0,9}");

  /// The simulator gives up an answer that is held back for longer than two minutes.
  private static final int LONGEST_DELAY_MILLIS = 120_000;

  /// Everything works.
  public static Faults none() {
    return NONE;
  }

  /// No faults but those of `faults`, by name. Throws `IllegalArgumentException` that names an
  /// unknown or impossible one.
  public static Faults of(Map<String, ?> faults) {
    return JsonText.overlay(NONE, faults, Faults.class);
  }

  private static void rate(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + ": it must be from 0 to 1");
    }
  }

  private static List<String> errorTypes(String name, List<String> types) {
    for (var type : types) {
      if (!ERROR_TYPE.matcher(type).matches()) {
        throw new IllegalArgumentException(
            name + " has \"" + type + "\": give error types such as session-in-progress");
      }
    }
    return List.copyOf(types);
  }

  private static void delay(String name, int millis) {
    if (millis < 0 || millis > LONGEST_DELAY_MILLIS) {
      throw new IllegalArgumentException(
          name + " is " + millis + ": it must be from 0 to " + LONGEST_DELAY_MILLIS);
    }
  }

  private static void count(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is " + value + ": it must be 0 or more");
    }
  }
}
