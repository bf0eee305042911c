package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.twilio.PhoneNumbers;
import dev.agentpay.voice.CallerIds;
import dev.agentpay.voice.RouteTable;
import dev.agentpay.voice.VoiceOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Simulates calls by sending Twilio's webhooks, for every route that a call can take.
public final class TwilioCalls {
  public static final String SOFTPHONES = "+12025550100";
  public static final String PBX = "+12025550101";
  public static final String CUSTOMER = "+12025550123";
  private static final String SIP_DOMAIN = "acme.sip.twilio.com";
  private static final Pattern STATUS_CALLBACK =
      Pattern.compile("statusCallback=\"http://[^/]*([^\"#]*)");

  private final Webhook twilio;

  /// Status callback addresses of dialled legs, by the leg that dialled them. They survive a
  /// restart of our server, as Twilio remembers them.
  private final Map<String, String> callbacks;

  public TwilioCalls(Webhook twilio) {
    this(twilio, new ConcurrentHashMap<>());
  }

  private TwilioCalls(Webhook twilio, Map<String, String> callbacks) {
    this.twilio = twilio;
    this.callbacks = callbacks;
  }

  /// Returns the same calls for a server at another address.
  public TwilioCalls at(Webhook other) {
    return new TwilioCalls(other, callbacks);
  }

  public static VoiceOptions routes() {
    final List<String> problems = new ArrayList<>();
    final RouteTable routes =
        RouteTable.read(
            List.of(
                SOFTPHONES + "=softphone",
                PBX + "=sip-in:pbx.example.com refer",
                SIP_DOMAIN + "=sip-out"),
            problems);
    assertThat(problems).isEmpty();
    return new VoiceOptions(
        routes,
        Map.of("+12025550190", new AgentId("bob")),
        new CallerIds(List.of(SOFTPHONES)),
        Optional.empty(),
        VoiceOptions.RING_FOR,
        PhoneNumbers.INTERNATIONAL);
  }

  /// A customer calls this number. Returns the CallSid.
  public String calls(String number) {
    final String call = World.newCall();
    incoming(call, CUSTOMER, number, Map.of());
    return call;
  }

  /// A PBX calls a customer, whose leg is dialled and rings. Returns the customer's leg.
  public String dialled(String uui) {
    final String pbx = World.newCall();
    incoming(
        pbx,
        "sip:7001@pbx.example.com",
        "sip:%s@%s".formatted(CUSTOMER, SIP_DOMAIN),
        uui.isEmpty() ? Map.of() : Map.of("SipHeader_User-to-User", uui));
    final String customer = World.newCall();
    callbacks.put(customer, callbacks.get(pbx));
    leg(customer, pbx, customer, "ringing");
    return customer;
  }

  /// Like the method before, but the customer also answers.
  public String talking(String uui) {
    final String customer = dialled(uui);
    answers(customer);
    return customer;
  }

  /// The customer, dialled by a PBX, answers.
  public void answers(String customer) {
    leg(customer, World.newCall(), customer, "in-progress");
  }

  /// The agent or PBX that rings for a customer's call answers. Returns their leg.
  public String answered(String call) {
    final String leg = World.newCall();
    leg(call, call, leg, "in-progress");
    return leg;
  }

  /// The customer who called hangs up.
  public void hangsUp(String call) {
    told(
        "/twilio/calls/status",
        Map.of("CallSid", call, "CallStatus", "completed", "CallDuration", "61"));
  }

  /// The customer, dialled by a PBX, hangs up.
  public void ends(String customer) {
    leg(customer, World.newCall(), customer, "completed");
  }

  private void leg(String dialledFor, String dialler, String leg, String status) {
    told(
        callbacks.get(dialledFor),
        Map.of(
            "CallSid", leg,
            "ParentCallSid", dialler,
            "From", SOFTPHONES,
            "To", CUSTOMER,
            "Direction", "outbound-dial",
            "CallStatus", status));
  }

  private void told(String target, Map<String, String> parameters) {
    assertThat(twilio.post(target, parameters).status()).isEqualTo(204);
  }

  private void incoming(String call, String from, String to, Map<String, String> more) {
    final Map<String, String> parameters = new LinkedHashMap<>(more);
    parameters.put("CallSid", call);
    parameters.put("From", from);
    parameters.put("To", to);
    parameters.put("Direction", "inbound");
    parameters.put("CallStatus", "ringing");
    final HttpAnswer answered = twilio.post("/twilio/voice/incoming", parameters);
    assertThat(answered.status()).isEqualTo(200);
    final Matcher callback = STATUS_CALLBACK.matcher(answered.text());
    if (callback.find()) {
      callbacks.put(call, callback.group(1).replace("&amp;", "&"));
    }
  }

  public static ServerOptions with(ServerOptions o, DeskOptions desk) {
    return new ServerOptions(
        o.host(),
        o.port(),
        o.publicUrl(),
        o.signIn(),
        o.connectors(),
        o.defaultConnector(),
        o.defaultCurrency(),
        o.trustedProxies(),
        o.allowedOrigins(),
        o.limits(),
        desk,
        PaymentDefaults.DEFAULT);
  }
}
