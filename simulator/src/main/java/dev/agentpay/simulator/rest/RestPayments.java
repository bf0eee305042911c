package dev.agentpay.simulator.rest;

import dev.agentpay.simulator.calls.CallWebhooks;
import dev.agentpay.simulator.options.ConnectorOptions;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.pay.Payment;
import dev.agentpay.simulator.pay.Payments;
import dev.agentpay.simulator.wire.Form;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.WorldContext;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The Payment resource (https://www.twilio.com/docs/voice/api/payment-resource). It can be created
/// and updated, but not read.
public final class RestPayments {
  private final WorldContext context;
  private final RestCalls calls;
  private final Payments payments;
  private final Supplier<List<ConnectorOptions>> connectors;
  private final String accountSid;

  public RestPayments(
      WorldContext context,
      RestCalls calls,
      Payments payments,
      Supplier<List<ConnectorOptions>> connectors,
      String accountSid) {
    this.context = context;
    this.calls = calls;
    this.payments = payments;
    this.connectors = connectors;
    this.accountSid = accountSid;
  }

  void create(String callSid, Form form, Consumer<RestAnswer.Json> answer) {
    final Leg leg = calls.find(callSid);
    if (context.switches().is(Switch.CREATE_CALLBACK_FIRST)) {
      payments.create(leg, form, connectors.get(), payment -> answer.accept(json(201, payment)));
    } else {
      answer.accept(json(201, payments.create(leg, form, connectors.get(), _ -> {})));
    }
  }

  RestAnswer.Json update(String callSid, String sid, Form form) {
    return json(202, payments.update(calls.find(callSid), sid, form));
  }

  private RestAnswer.Json json(int status, Payment payment) {
    return new RestAnswer.Json(
        status,
        OrderedMap.of(
            "sid", payment.sid(),
            "account_sid", accountSid,
            "call_sid", payment.leg().sid(),
            "date_created", CallWebhooks.RFC_2822.format(payment.created()),
            "date_updated", CallWebhooks.RFC_2822.format(payment.updated()),
            "uri",
                "/2010-04-01/Accounts/"
                    + accountSid
                    + "/Calls/"
                    + payment.leg().sid()
                    + "/Payments/"
                    + payment.sid()
                    + ".json"));
  }
}
