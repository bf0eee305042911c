package dev.agentpay.simulator.rest;

import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.RestRequest;
import dev.agentpay.simulator.wire.TwilioError;
import dev.agentpay.simulator.world.WorldContext;

/// Builds the answer to a request that a fault applies to, and writes it to the journal.
final class RestFailures {
  /// The codes of Twilio's general errors are this plus their HTTP status: 404 has 20404.
  private static final int GENERAL_CODES = 20_000;

  private final WorldContext context;
  private final RestExchange exchange;

  RestFailures(WorldContext context, RestExchange exchange) {
    this.context = context;
    this.exchange = exchange;
  }

  /// The answer that replaces `usual`, the normal one.
  RestAnswer instead(Faults.FailNext fault, RestRequest request, RestAnswer.Json usual) {
    if (fault.onlyLate()) {
      exchange.journal(request, usual, "answered late");
      return usual;
    }
    if (fault.closed()) {
      exchange.journal(
          request, usual, fault.carriedOut() ? "answer lost" : "connection closed without effect");
      return new RestAnswer.Lost();
    }
    final RestAnswer.Json error = error(fault);
    exchange.journal(request, error, fault.carriedOut() ? "refused, but carried out" : "refused");
    return error;
  }

  /// The error that the fault asks for.
  RestAnswer.Json error(Faults.FailNext fault) {
    int code = fault.code() != 0 ? fault.code() : GENERAL_CODES + fault.status();
    int status = fault.status() != 0 ? fault.status() : usualStatus(code);
    return new TwilioError(status, code, "failed by a fault of the simulator").answer();
  }

  private int usualStatus(int code) {
    return switch (code) {
      case 20003 -> 401;
      case 20404 -> 404;
      case 20409 -> 409;
      case 20429 -> 429;
      case 20500 -> 500;
      case 20503 -> 503;
      default -> code / 1000 == 64 ? context.switches().number(Switch.HTTP_STATUS_OF_64XXX) : 400;
    };
  }
}
