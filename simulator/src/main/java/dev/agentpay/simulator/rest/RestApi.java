package dev.agentpay.simulator.rest;

import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.RestRequest;
import dev.agentpay.simulator.wire.TwilioError;
import dev.agentpay.simulator.world.FaultDice;
import dev.agentpay.simulator.world.WorldContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Twilio's REST API, version 2010-04-01: authentication, routing and faults.
public final class RestApi {
  private final WorldContext context;
  private final SimulatorOptions options;
  private final RestExchange exchange;
  private final RestFailures failures;
  private final RestCalls calls;
  private final RestPayments payments;

  public RestApi(
      WorldContext context, SimulatorOptions options, RestCalls calls, RestPayments payments) {
    this.context = context;
    this.options = options;
    exchange = new RestExchange(context, options);
    failures = new RestFailures(context, exchange);
    this.calls = calls;
    this.payments = payments;
  }

  /// Handles a request. The future is complete on return unless a switch or fault delays the
  /// answer.
  public CompletableFuture<RestAnswer> handle(RestRequest request) {
    final CompletableFuture<RestAnswer> future = new CompletableFuture<>();
    Consumer<RestAnswer.Json> answer = json -> send(request, json, future);
    try {
      exchange.authenticate(request);
      final Form form = RestExchange.form(request);
      final List<String> path = path(request);
      final Optional<Faults.FailNext> fault =
          operation(request, path, form).flatMap(context.faults()::fails);
      if (fault.isPresent()) {
        fail(fault.get(), request, path, form, future);
      } else {
        drawGeneralFault();
        dispatch(request, path, form, answer);
      }
    } catch (TwilioError e) {
      answer.accept(e.answer());
    }
    return future;
  }

  private void send(
      RestRequest request, RestAnswer.Json json, CompletableFuture<RestAnswer> future) {
    boolean lost = json.status() < 400 && context.faults().losesAnswer();
    exchange.journal(request, json, lost ? "answer lost" : "");
    RestAnswer answer = lost ? new RestAnswer.Lost() : json;
    exchange.send(answer, context.faults().remaining().rest().delayMillis(), future);
  }

  /// Handles a request that `fault` applies to.
  private void fail(
      Faults.FailNext fault,
      RestRequest request,
      List<String> path,
      Form form,
      CompletableFuture<RestAnswer> future) {
    Consumer<RestAnswer.Json> answer =
        json -> exchange.send(failures.instead(fault, request, json), fault.delayMillis(), future);
    if (!fault.carriedOut() && !fault.onlyLate()) {
      answer.accept(failures.error(fault));
      return;
    }
    try {
      dispatch(request, path, form, answer);
    } catch (TwilioError e) {
      answer.accept(e.answer());
    }
  }

  private void dispatch(
      RestRequest request, List<String> path, Form form, Consumer<RestAnswer.Json> answer) {
    boolean post = request.method().equals("POST");
    switch (path.size()) {
      case 0 -> answer.accept(account(post));
      case 1 -> answer.accept(post ? calls.create(form) : calls.list(form));
      case 2 -> answer.accept(post ? calls.update(path.get(1), form) : calls.fetch(path.get(1)));
      case 3 -> {
        requirePost(post);
        payments.create(path.get(1), form, answer);
      }
      default -> {
        requirePost(post);
        answer.accept(payments.update(path.get(1), path.get(3), form));
      }
    }
  }

  /// The path below the account, without `.json`: `[Calls, CA…, Payments, PK…]`.
  private List<String> path(RestRequest request) {
    if (!request.path().endsWith(".json")) {
      throw TwilioError.notFound(request.path() + " (only .json is simulated)");
    }
    final List<String> parts =
        Arrays.asList(
            request.path().substring(1, request.path().length() - ".json".length()).split("/", -1));
    boolean known =
        parts.size() >= 3
            && parts.size() <= 7
            && parts.get(1).equals("Accounts")
            && (parts.size() < 4 || parts.get(3).equals("Calls"))
            && (parts.size() < 6 || parts.get(5).equals("Payments"));
    if (!known || !parts.get(2).equals(options.accountSid())) {
      throw TwilioError.notFound(request.path());
    }
    return parts.subList(3, parts.size());
  }

  private RestAnswer.Json account(boolean post) {
    if (post) {
      throw new TwilioError(405, 20004, "Method not allowed: use GET for the account");
    }
    return new RestAnswer.Json(
        200,
        OrderedMap.of(
            "sid", options.accountSid(),
            "friendly_name", "AgentPay simulator",
            "status", "active",
            "type", "Full"));
  }

  private static void requirePost(boolean post) {
    if (!post) {
      throw new TwilioError(
          405, 20004, "Method not allowed: a Payment can be created and updated, but not read");
    }
  }

  private void drawGeneralFault() {
    final FaultDice faults = context.faults();
    if (faults.answersTooManyRequests()) {
      throw new TwilioError(429, 20429, "Too Many Requests");
    }
    if (faults.answersServerError()) {
      throw new TwilioError(503, 20503, "Service Unavailable");
    }
  }

  private static Optional<Faults.Operation> operation(
      RestRequest request, List<String> path, Form form) {
    if (!request.method().equals("POST")) {
      return Optional.empty();
    }
    return Optional.of(
        switch (path.size()) {
          case 3 -> Faults.Operation.CREATE;
          case 4 ->
              switch (form.given("Status").orElse("")) {
                case "complete" -> Faults.Operation.COMPLETE;
                case "cancel" -> Faults.Operation.CANCEL;
                default -> Faults.Operation.CAPTURE;
              };
          default -> Faults.Operation.CALL;
        });
  }
}
