package dev.agentpay.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// One simulated Twilio account, without any HTTP of its own: REST requests and the customer's
/// doings go in by method call, webhooks and connector calls go out through a [Transport], time
/// passes on a [Timeline].
///
/// On a [VirtualTimeline] with a seed it replays exactly. Every method may be called from any
/// thread; one lock guards all state, and nothing ever waits while holding it.
public final class SimulatedTwilio {
  private final SimulatorOptions options;
  private final Timeline timeline;
  private final Transport transport;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<NumberOptions> numbers;
  private final List<ConnectorOptions> connectors;
  private World world;

  /// @param options host, port and time scale do not matter here
  public SimulatedTwilio(SimulatorOptions options, Timeline timeline, Transport transport) {
    this.options = options;
    this.timeline = timeline;
    this.transport = transport;
    random =
        new SplittableRandom(options.seed().orElseGet(() -> new SplittableRandom().nextLong()));
    numbers = new ArrayList<>(options.numbers());
    connectors = new ArrayList<>(options.connectors());
    world = new World();
  }

  /// Twilio's REST interface. The future is complete on return unless a switch or fault holds the
  /// answer back.
  public CompletableFuture<RestAnswer> rest(RestRequest request) {
    return locked(() -> world.rest.handle(request));
  }

  /// A customer dials one of the account's numbers. Refused (404) when nobody configured it.
  public CallView dialIn(String from, String to) {
    return dialIn(from, to, Map.of());
  }

  /// A call comes in over SIP and brings headers, which the voice URL gets as `SipHeader_…`.
  /// Refused (400) for headers that Twilio does not hand on.
  public CallView dialIn(String from, String to, Map<String, String> sipHeaders) {
    return locked(
        () -> {
          if (from.isBlank() || from.length() > 255) {
            throw new ControlRefused(400, "bad-from", "from must name the caller, as +15550123");
          }
          var parameters = SipHeaders.parameters(sipHeaders);
          var number =
              numbers.stream()
                  .filter(each -> each.number().equals(to))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new ControlRefused(
                              404,
                              "unknown-number",
                              "no number of the account is "
                                  + to
                                  + "; there are "
                                  + numbers.stream().map(NumberOptions::number).toList()));
          return view(world.calls.dialIn(from, number, parameters));
        });
  }

  /// Presses keys on the telephone at the end of a leg, `gapMillis` of simulated time apart;
  /// complete when the last one was pressed. Refused (409) when the leg is not in progress, (422)
  /// when the keys may be a real card.
  public CompletableFuture<KeysHeard> type(String callSid, String keys, int gapMillis) {
    return locked(() -> world.customer.type(leg(callSid), keys, gapMillis));
  }

  /// A dialled party answers. Refused (409) when it does not ring.
  public CallView answer(String callSid) {
    return locked(
        () -> {
          var leg = ringingParty(callSid);
          world.calls.answer(leg);
          return view(leg);
        });
  }

  /// A dialled party turns the call down: it is busy. Refused (409) when it does not ring.
  public CallView reject(String callSid) {
    return locked(
        () -> {
          var leg = ringingParty(callSid);
          world.calls.end(leg, Leg.Status.BUSY);
          return view(leg);
        });
  }

  /// The person at the end of a leg hangs up. Refused (409) when the leg has ended.
  public CallView hangUp(String callSid) {
    return locked(
        () -> {
          var leg = leg(callSid);
          if (leg.status().ended()) {
            throw new ControlRefused(
                409, "call-ended", "call " + callSid + " is already " + leg.status().wire());
          }
          boolean dialled = !leg.direction().equals("inbound");
          world.calls.end(leg, dialled ? Leg.Status.BUSY : Leg.Status.CANCELED);
          return view(leg);
        });
  }

  /// All calls that were not dialled by another, oldest first, with their child legs.
  public List<CallView> calls() {
    return locked(
        () ->
            world.calls.all().stream()
                .filter(leg -> leg.parent().isEmpty())
                .map(this::view)
                .toList());
  }

  /// One leg with its child legs. Refused (404) when there is none.
  public CallView call(String callSid) {
    return locked(() -> view(leg(callSid)));
  }

  /// What went in and out after line `number`, oldest first.
  public List<JournalEntry> journal(long number) {
    return locked(() -> world.machinery.journal().since(number));
  }

  public Switches switches() {
    return locked(() -> world.machinery.switches());
  }

  /// Takes effect at once, for open payments too.
  public void use(Switches switches) {
    run(() -> world.machinery.use(switches));
  }

  /// The faults that are still to come: counted ones are used up.
  public Faults faults() {
    return locked(() -> world.machinery.faults().remaining());
  }

  /// Replaces all faults; the dice start anew from the seed.
  public void use(Faults faults) {
    run(() -> world.machinery.use(faults));
  }

  /// Adds a number or changes the one of the same name, as in Twilio's console. Survives a reset.
  public void configure(NumberOptions number) {
    var checked = options.withNumber(number).numbers().getLast();
    run(
        () -> {
          numbers.removeIf(old -> old.number().equals(checked.number()));
          numbers.add(checked);
        });
  }

  /// Adds a connector or changes the one of the same name, as in Twilio's console. Survives a
  /// reset.
  public void configure(ConnectorOptions connector) {
    var checked = options.withConnector(connector).connectors().getLast();
    run(
        () -> {
          connectors.removeIf(old -> old.name().equals(checked.name()));
          connectors.add(checked);
        });
  }

  /// Forgets all calls, payments, webhooks under way and the journal; switches and faults are as
  /// configured.
  public void reset() {
    run(() -> world = new World());
  }

  private Leg leg(String callSid) {
    return world
        .calls
        .find(callSid)
        .orElseThrow(
            () ->
                new ControlRefused(
                    404,
                    "unknown-call",
                    "there is no call " + callSid + ": see GET /simulator/calls"));
  }

  private Leg ringingParty(String callSid) {
    var leg = leg(callSid);
    boolean rings = leg.status().compareTo(Leg.Status.IN_PROGRESS) < 0;
    if (!rings || leg.direction().equals("inbound")) {
      throw new ControlRefused(
          409,
          "call-not-ringing",
          "call "
              + callSid
              + " is "
              + leg.direction()
              + " and "
              + leg.status().wire()
              + ": only a dialled party that rings can answer or reject");
    }
    return leg;
  }

  private CallView view(Leg leg) {
    var payment = world.payments.open(leg);
    return new CallView(
        leg.sid(),
        leg.parent().map(Leg::sid).orElse(""),
        leg.kind().name().toLowerCase(Locale.ROOT),
        leg.direction(),
        leg.from(),
        leg.to(),
        leg.kind() == Leg.Kind.CLIENT ? leg.to().substring("client:".length()) : "",
        leg.status().wire(),
        leg.created(),
        leg.parameters(),
        payment.map(Payment::sid).orElse(""),
        payment.flatMap(Payment::capturing).map(CaptureField::kebab).orElse(""),
        leg.children().stream().map(this::view).toList());
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void run(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /// Everything that a reset throws away.
  private final class World {
    private final Machinery machinery;
    private final Calls calls;
    private final Payments payments;
    private final Customer customer;
    private final RestApi rest;

    World() {
      var account = options.accountSid();
      machinery = new Machinery(timeline, transport, random, lock, () -> world == this, options);
      var webhooks = new Webhooks(machinery, new Signature(options.authToken()));
      calls = new Calls(machinery, webhooks, account);
      payments = new Payments(machinery, new PaymentWebhooks(machinery, webhooks, account));
      calls.onEnd(payments::callEnded);
      customer = new Customer(machinery, calls, payments);
      var restCalls = new RestCalls(calls, account);
      rest =
          new RestApi(
              machinery,
              options,
              restCalls,
              new RestPayments(
                  machinery, restCalls, payments, () -> List.copyOf(connectors), account));
    }
  }
}
