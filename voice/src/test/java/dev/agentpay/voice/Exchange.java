package dev.agentpay.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.Agent;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallAccess;
import dev.agentpay.calls.CallDecider;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Projection;
import dev.agentpay.events.Schema;
import dev.agentpay.events.Spool;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.Retries;
import dev.agentpay.payments.proof.ConnectorKind;
import dev.agentpay.payments.proof.Connectors;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.payments.session.PaySessionDecider;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.Ids;
import dev.agentpay.twilio.PhoneNumbers;
import dev.agentpay.twilio.webhook.CallStatus;
import dev.agentpay.twilio.webhook.DialEnded;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PublicUrl;
import dev.agentpay.twilio.webhook.Refer;
import dev.agentpay.twilio.webhook.VoiceRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Twilio's side of calls without HTTP: its requests and status callbacks as parameters, on a store
/// in memory.
final class Exchange {
  static final PhoneNumbers NUMBERS = PhoneNumbers.in("US").orElseThrow();
  static final AgentId ALICE = new AgentId("alice");
  static final AgentId BOB = new AgentId("bob");
  static final AgentId CAROL = new AgentId("carol");
  static final CallSid CALL = sid('1');
  static final CallSid LEG = sid('2');
  static final CallSid OTHER = sid('3');
  static final String CUSTOMER = "+12025550123";
  static final String BUSINESS = "+12025550100";
  static final String BOBS_PHONE = "+12025550190";
  static final String SIP_DOMAIN = "acme.sip.twilio.com";
  static final Duration KEPT = Duration.ofHours(12);
  static final PublicUrl HERE = new PublicUrl("https://pay.example.com");
  static final Origin ORIGIN = new Origin(Actor.TWILIO, "203.0.113.7", "test");
  private static final Origin DESK =
      new Origin(new Actor(Actor.Role.AGENT, "an agent"), "203.0.113.8", "test");

  final ManualClock time = new ManualClock();
  final MemoryStore store = new MemoryStore(Schema.of(PaymentSchema.SCHEMA, CallSchema.SCHEMA));
  private final Kernel kernel = Kernel.of(store, store, store, time, "node");
  private final Inbox inbox = new Inbox(kernel, Spool.none());
  final Calls calls =
      new Calls(kernel, sessions(kernel, inbox), _ -> true, new CallDecider(KEPT), Projection.NONE);
  final Claims claims = new Claims(calls, _ -> new CustomerLegs.Answer.Unknown());
  final Voice voice;
  final Legs legs = new Legs(calls, inbox);

  Exchange(VoiceOptions options) {
    assertThat(options.problems()).isEmpty();
    voice = new Voice(options, calls, claims);
  }

  /// With these routes; bob has a telephone, and callers are not put on hold.
  Exchange(String... routes) {
    this(options(Optional.empty(), routes));
  }

  /// Sessions with a Twilio that never answers.
  private static PaySessions sessions(Kernel kernel, Inbox inbox) {
    return new PaySessions(
        kernel,
        new PaySessions.Ports(
            (_, _) -> new Answer.NoAnswer("no Twilio in this test"),
            (_, _) -> new Answer.NoLedger(),
            new CallAccess(kernel.store()),
            inbox,
            Projection.NONE),
        new PaySessionDecider(
            Deadlines.PRODUCTION,
            new Connectors(
                Map.of("sandbox", new ConnectorKind("ours", true, Set.of("card_declined"))))),
        new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), new Random(1)),
        new Ids(new Random(1)));
  }

  static VoiceOptions options(Optional<URI> music, String... routes) {
    final List<String> problems = new ArrayList<>();
    final RouteTable table = RouteTable.read(List.of(routes), problems);
    assertThat(problems).isEmpty();
    return new VoiceOptions(
        table,
        Map.of(BOBS_PHONE, BOB),
        new CallerIds(List.of(BUSINESS)),
        music,
        VoiceOptions.RING_FOR,
        NUMBERS);
  }

  static CallSid sid(char digit) {
    return new CallSid("CA" + String.valueOf(digit).repeat(32));
  }

  static Form form(String... namesAndValues) {
    final List<Form.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.add(new Form.Parameter(namesAndValues[i], namesAndValues[i + 1]));
    }
    return Form.of(parameters);
  }

  static VoiceRequest request(CallSid call, String from, String to, String... more) {
    final List<Form.Parameter> parameters =
        new ArrayList<>(
            form(
                    "CallSid",
                    call.value(),
                    "From",
                    from,
                    "To",
                    to,
                    "Direction",
                    "inbound",
                    "CallStatus",
                    "ringing")
                .parameters());
    final List<Form.Parameter> others = form(more).parameters();
    parameters.removeIf(p -> others.stream().anyMatch(o -> o.name().equals(p.name())));
    parameters.addAll(others);
    return VoiceRequest.parse(Form.of(parameters), NUMBERS);
  }

  /// Makes agents ready; the first is idle longest.
  void ready(AgentId... agents) {
    for (AgentId agent : agents) {
      time.passes(Duration.ofSeconds(1));
      calls.setAvailability(agent, true, DESK);
    }
  }

  /// Twilio requests instructions for a call.
  Reply incoming(CallSid call, String from, String to, String... more) {
    return new Reply(voice.incoming(request(call, from, to, more), HERE, ORIGIN));
  }

  /// A customer's call arrives at another URL, which rings softphones.
  void arrives(CallSid call) {
    voice.take(new Route.Softphones(), request(call, CUSTOMER, BUSINESS), HERE, ORIGIN);
  }

  /// A waiting caller was redirected because an agent is ready.
  Reply recalled(CallSid call) {
    return new Reply(
        voice.recalled(
            request(call, CUSTOMER, BUSINESS, "CallStatus", "in-progress"), HERE, ORIGIN));
  }

  /// A customer calls the business number.
  Reply customerCalls(CallSid call) {
    return incoming(call, CUSTOMER, BUSINESS);
  }

  /// A PBX calls a customer, with SIP headers.
  Reply pbxCalls(CallSid leg, String... sipHeaders) {
    return incoming(
        leg,
        "sip:+12025550188@pbx.example.com",
        "sip:%s@%s".formatted(CUSTOMER, SIP_DOMAIN),
        sipHeaders);
  }

  Reply softphoneDials(AgentId agent, CallSid leg, String to) {
    return new Reply(voice.dialOut(request(leg, "client:" + agent, to), HERE));
  }

  /// A dial has ended.
  Reply dialEnded(Reply dial, CallSid call, String status) {
    return new Reply(
        voice.dialEnded(
            DialEnded.parse(form("CallSid", call.value(), "DialCallStatus", status)),
            dial.action(),
            HERE,
            ORIGIN));
  }

  /// A PBX transfers a call.
  Reply refer(Reply dial, CallSid call, String target, String... more) {
    final List<Form.Parameter> parameters =
        new ArrayList<>(
            form("CallSid", call.value(), "From", CUSTOMER, "ReferTransferTarget", target)
                .parameters());
    parameters.addAll(form(more).parameters());
    return new Reply(voice.refer(Refer.parse(Form.of(parameters), NUMBERS), dial.referUrl(), HERE));
  }

  /// A status callback about a dialled leg.
  boolean leg(Reply dial, CallSid leg, CallSid parent, String status) {
    return legs.handle(
            CallStatus.parse(
                form(
                    "CallSid",
                    leg.value(),
                    "ParentCallSid",
                    parent.value(),
                    "From",
                    BUSINESS,
                    "To",
                    dial.target(),
                    "Direction",
                    "outbound-dial",
                    "CallStatus",
                    status)),
            dial.legStatus(),
            ORIGIN)
        == Inbox.Taken.HANDLED;
  }

  /// A status callback about the leg of somebody who called us.
  boolean caller(CallSid leg, String status) {
    return legs.handle(
            CallStatus.parse(form("CallSid", leg.value(), "CallStatus", status)),
            Form.EMPTY,
            ORIGIN)
        == Inbox.Taken.HANDLED;
  }

  Claims.Claim claims(AgentId agent, String uui) {
    return claims.claim(new Uui(uui), agent, DESK);
  }

  Call call(CallSid sid) {
    return calls.find(sid).orElseThrow();
  }

  Agent agent(AgentId id) {
    return calls.find(id);
  }

  /// Sids of the live calls under a UUI.
  List<CallSid> liveUnder(String uui) {
    return claims.known(new Uui(uui)).calls().stream().map(Call::sid).toList();
  }

  List<Call> live() {
    return calls.live(Optional.empty());
  }

  List<CallSid> unmatched() {
    return calls.unowned(Optional.empty(), EventStore.MAX_ROWS).items().stream()
        .map(Call::sid)
        .toList();
  }
}
