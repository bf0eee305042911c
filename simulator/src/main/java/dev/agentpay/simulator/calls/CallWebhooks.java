package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.Webhook;
import dev.agentpay.simulator.world.WorldContext;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Builds the webhooks about calls: requests for TwiML and status callbacks.
public final class CallWebhooks {
  public static final String API_VERSION = "2010-04-01";

  public static final DateTimeFormatter RFC_2822 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final WorldContext context;
  private final String accountSid;

  CallWebhooks(WorldContext context, String accountSid) {
    this.context = context;
    this.accountSid = accountSid;
  }

  /// A request for TwiML. `more` adds parameters to the standard ones, but replaces none of them.
  Webhook voice(Leg leg, String url, String method, Map<String, String> more) {
    final Map<String, String> parameters = parameters(leg);
    more.forEach(parameters::putIfAbsent);
    return new Webhook(Webhook.Kind.TWIML, leg.sid(), method, url, parameters, true);
  }

  /// The status callback for the leg's current status; empty if nobody subscribes to it.
  Optional<Webhook> status(Leg leg) {
    return leg.statusCallback()
        .filter(callback -> callback.events().contains(leg.status().event()))
        .map(
            callback ->
                new Webhook(
                    Webhook.Kind.CALL_STATUS,
                    leg.sid(),
                    callback.method(),
                    callback.url(),
                    statusParameters(leg),
                    true));
  }

  private Map<String, String> statusParameters(Leg leg) {
    final Map<String, String> parameters = parameters(leg);
    parameters.put("Timestamp", RFC_2822.format(leg.updated()));
    parameters.put("CallbackSource", "call-progress-events");
    parameters.put("SequenceNumber", Integer.toString(leg.nextSequence()));
    if (leg.status() == Leg.Status.COMPLETED) {
      long seconds = leg.durationSeconds();
      parameters.put("CallDuration", Long.toString(seconds));
      if (context.switches().is(Switch.DURATION_IN_MINUTES)) {
        parameters.put("Duration", Long.toString((seconds + 59) / 60));
      }
    }
    return parameters;
  }

  private Map<String, String> parameters(Leg leg) {
    final Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("AccountSid", accountSid);
    parameters.put("ApiVersion", API_VERSION);
    parameters.put("CallSid", leg.sid());
    leg.parent().ifPresent(parent -> parameters.put("ParentCallSid", parent.sid()));
    parameters.put("CallStatus", leg.status().wire());
    parameters.put("Direction", leg.direction());
    parameters.put("From", leg.from());
    parameters.put("To", leg.to());
    parameters.put("Caller", leg.from());
    parameters.put("Called", leg.to());
    return parameters;
  }
}
