package dev.agentpay.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.CallDecider;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallInput;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Outbox;
import dev.agentpay.events.Schema;
import dev.agentpay.events.Spool;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.VirtualTime;
import dev.agentpay.payments.CallCheck;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.Retries;
import dev.agentpay.payments.Story;
import dev.agentpay.payments.proof.ConnectorKind;
import dev.agentpay.payments.proof.Connectors;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaySessionDecider;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.Ids;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.server.stream.AgentPages;
import dev.agentpay.twilio.sync.SyncMirror;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PaymentStatusParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A node with existing clients that read from Sync, on virtual time and without HTTP.
final class CompatNode {
  static final AgentId ALICE = new AgentId("alice");
  static final AgentId BOB = new AgentId("bob");
  static final String FIRST = "IS" + "1".repeat(32);
  static final String SECOND = "IS" + "2".repeat(32);
  static final String PAY_MAP = "payMap";
  static final Schema SCHEMA =
      Schema.of(PaymentSchema.SCHEMA, CallSchema.SCHEMA, CompatSchema.SCHEMA);

  private static final Origin TWILIO = new Origin(Actor.TWILIO, "203.0.113.7", "test");
  private static final Origin AGENT =
      new Origin(new Actor(Actor.Role.AGENT, "an agent"), "203.0.113.8", "test");
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration UUI_KEPT = Duration.ofHours(12);

  /// Where agents have pages open; a test adds a desk.
  final AgentPages pages = new AgentPages();

  final SyncMirror mirror;
  final SyncLeases leases;
  final PaySessions sessions;
  private final VirtualTime time;
  private int callbacks;
  private final Claims claims;
  private final Calls calls;
  private final SyncDelivery delivery;
  private final PagePresence presence;

  /// The storage of a node.
  record Storage(EventStore store, Feed feed, Outbox outbox, Spool spool) {}

  /// @param name the unique name of the process
  CompatNode(Storage storage, VirtualTime time, VirtualTime.Node node, String name, FakeSync sync) {
    this.time = time;
    final Kernel kernel = Kernel.of(storage.store(), storage.feed(), storage.outbox(), node, name);
    final Inbox inbox = new Inbox(kernel, storage.spool());
    final SyncProjection projection = new SyncProjection("payMap");
    sessions =
        new PaySessions(
            kernel,
            new PaySessions.Ports(
                (call, _) -> new Answer.Accepted(payment(call.call())),
                (_, _) -> new Answer.NoLedger(),
                (_, call) -> new CallCheck.CheckedCall(new StreamId("CALL", call.value()), 0),
                inbox,
                projection),
            new PaySessionDecider(
                Deadlines.PRODUCTION,
                new Connectors(
                    Map.of("sandbox", new ConnectorKind("ours", true, Set.of("card_declined"))))),
            new Retries(Duration.ofMillis(200), Duration.ofSeconds(5), new Random(1)),
            new Ids(new Random(1)));
    calls = new Calls(kernel, sessions, _ -> true, new CallDecider(UUI_KEPT), projection);
    claims = new Claims(calls, _ -> new CustomerLegs.Answer.Unknown());
    leases = new SyncLeases(kernel, List.of(FIRST, SECOND));
    mirror = new SyncMirror(sync, node);
    delivery = new SyncDelivery(CompatOptions.none(), kernel, sessions, leases, mirror, () -> sync);
    presence = new PagePresence(kernel, calls, leases, sync, pages);
    kernel.worker().sweep(SWEEP);
    inbox.drainSpool(SWEEP);
  }

  static CallSid call(int number) {
    return new CallSid("CA%032x".formatted(number));
  }

  /// Returns the sid of the Payment that Twilio creates on a call.
  static PaymentSid payment(CallSid call) {
    return new PaymentSid(call.value().replace("CA", "PK"));
  }

  /// Leases a Sync service to the agent.
  void leaseService(AgentId agent, Duration duration) {
    assertThat(leases.take(agent, time.now().plus(duration), AGENT)).isPresent();
  }

  /// Starts a payment. Returns once Twilio has created it and captures the card number.
  ///
  /// @param mirrored the Sync map or document in which the client reads the progress
  PaySession startPayment(AgentId agent, CallSid call, Optional<String> mirrored) {
    final PaySession started =
        sessions.start(agent, request(call, mirrored), false, Optional.empty(), AGENT);
    runFor(Duration.ofMillis(10));
    return started;
  }

  /// Receives a status callback with this text. It is acknowledged when this method returns.
  ///
  /// @return whether it belongs to a payment of this node
  boolean receivesCallback(PaySession about, String text, String... more) {
    return receives(about, callback(about, text, more));
  }

  /// Receives a digit update of the card number.
  boolean receivesDigits(PaySession about, String mask) {
    return receives(
        about,
        callback(
            about,
            "~" + mask,
            "Capture",
            "payment-card-number",
            "PaymentCardNumber",
            mask,
            "PartialResult",
            "true"));
  }

  /// Handles a status callback like the route of the server does.
  boolean receives(PaySession about, Form body) {
    final Form query = form(PaymentStatusParser.SESSION, about.id().value());
    final PaymentStatus status = PaymentStatusParser.parse(body, query);
    final Inbox.Taken taken =
        sessions.receive(status, status.isDigit() ? Optional.empty() : delivery.copy(body), TWILIO);
    if (taken == Inbox.Taken.HANDLED && status.isDigit()) {
      delivery.digits(body, query);
    }
    return taken != Inbox.Taken.NOT_OURS;
  }

  Form callback(PaySession about, String text, String... more) {
    final CallSid call = about.request().call();
    final List<Form.Parameter> parameters =
        new ArrayList<>(
            form(
                    "CallSid",
                    call.value(),
                    "Sid",
                    payment(call).value(),
                    "DateUpdated",
                    time.now().plusMillis(++callbacks).toString(),
                    "Text",
                    text)
                .parameters());
    parameters.addAll(form(more).parameters());
    return Form.of(parameters);
  }

  void cancel(PaySession payment) {
    sessions.change(payment.id(), new Input.Cancel(), Optional.empty(), AGENT);
  }

  /// Adds a call from a PBX to a customer, with a UUI, that the customer has answered.
  void customerCalled(CallSid call, String uui) {
    calls.change(
        new CallInput.CustomerLeg(
            new CallEvent.CallArrived(
                call,
                "+12025550188",
                "+12025550123",
                CallRoute.SIP_OUT,
                Uui.of(uui),
                Optional.empty()),
            Optional.empty(),
            true,
            Optional.empty()),
        TWILIO);
  }

  void claim(AgentId agent, String uui) {
    claims.claim(new Uui(uui), agent, AGENT);
  }

  void assign(CallSid call, AgentId agent) {
    claims.assign(call, agent, AGENT);
  }

  /// The agent starts the softphone in the Generic demo's page.
  void opensPage(AgentId agent) {
    leaseService(agent, CompatOptions.TOKEN_LIFETIME);
    presence.opened(leases.serviceOf(agent).orElseThrow(), agent, "https://pay.example.com", AGENT);
  }

  /// Sync reports that the agent's page has connected, or has been gone for a while.
  void syncReports(String event, String service, String identity) {
    presence.handle(form("EventType", event, "ServiceSid", service, "Identity", identity), TWILIO);
    runFor(Duration.ofMillis(10));
  }

  boolean hasPage(AgentId agent) {
    return presence.hasPage(agent);
  }

  /// The page of this agent has sent a request.
  void pageRequests(AgentId agent) {
    presence.seen(leases.serviceOf(agent).orElseThrow(), agent, AGENT);
    runFor(Duration.ofMillis(10));
  }

  void setReady(AgentId agent, boolean ready) {
    calls.setAvailability(agent, ready, AGENT);
  }

  boolean isReady(AgentId agent) {
    return calls.find(agent).isReady();
  }

  void runFor(Duration duration) {
    time.runUntil(time.now().plus(duration));
  }

  private static Form form(String... namesAndValues) {
    final List<Form.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.add(new Form.Parameter(namesAndValues[i], namesAndValues[i + 1]));
    }
    return Form.of(parameters);
  }

  private static PayRequest request(CallSid call, Optional<String> mirrored) {
    final PayRequest r = Story.request(call, Optional.of(Money.of("42.50", "USD")), Advance.SERVER);
    return new PayRequest(
        call,
        r.amount(),
        r.tip(),
        r.currency(),
        r.description(),
        r.reference(),
        r.connector(),
        r.tokenType(),
        r.method(),
        r.bankAccountType(),
        r.captureOrder(),
        r.validCardTypes(),
        r.minPostalCodeLength(),
        r.inputTimeoutSeconds(),
        r.parameters(),
        r.advance(),
        mirrored,
        List.of());
  }
}
