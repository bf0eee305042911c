package dev.agentpay.simulator.control;

import dev.agentpay.simulator.calls.CallControl;
import dev.agentpay.simulator.calls.CallerIds;
import dev.agentpay.simulator.calls.Calls;
import dev.agentpay.simulator.calls.Directory;
import dev.agentpay.simulator.options.ConnectorOptions;
import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.NumberOptions;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.options.SipDomainOptions;
import dev.agentpay.simulator.options.Switches;
import dev.agentpay.simulator.pay.Customer;
import dev.agentpay.simulator.pay.PaymentWebhooks;
import dev.agentpay.simulator.pay.Payments;
import dev.agentpay.simulator.pay.TestCard;
import dev.agentpay.simulator.pay.TypingResult;
import dev.agentpay.simulator.rest.RestApi;
import dev.agentpay.simulator.rest.RestCalls;
import dev.agentpay.simulator.rest.RestPayments;
import dev.agentpay.simulator.rest.SyncRest;
import dev.agentpay.simulator.sync.SyncBrowser;
import dev.agentpay.simulator.sync.SyncPresence;
import dev.agentpay.simulator.sync.SyncStore;
import dev.agentpay.simulator.sync.SyncSubscriptions;
import dev.agentpay.simulator.sync.SyncTokens;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.RestRequest;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.world.AccountLock;
import dev.agentpay.simulator.world.CallView;
import dev.agentpay.simulator.world.ChangeNotifier;
import dev.agentpay.simulator.world.JournalEntry;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.SoftphoneLeg;
import dev.agentpay.simulator.world.Timeline;
import dev.agentpay.simulator.world.Watcher;
import dev.agentpay.simulator.world.Webhooks;
import dev.agentpay.simulator.world.WorldContext;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// One simulated Twilio account without HTTP. REST requests and the actions of customers are method
/// calls. Webhooks and connector calls go out through a [Transport], and a [Timeline] provides the
/// time.
///
/// On a `VirtualTimeline` with a seed, it replays exactly. All methods may be called from any
/// thread; one lock guards all state, and no code waits while holding it.
public final class SimulatedTwilio {
  private final SimulatorOptions options;
  private final Timeline timeline;
  private final Transport transport;
  private final RandomGenerator random;
  private final ChangeNotifier notifier = new ChangeNotifier();
  private final AccountLock lock = new AccountLock(() -> notifier.publish(this::view));
  private final Directory directory;
  private final SyncSubscriptions syncWatching = new SyncSubscriptions();
  private final SyncBrowser syncBrowser;
  private int worlds;
  private World world;

  /// @param options host, port and time scale are ignored
  public SimulatedTwilio(SimulatorOptions options, Timeline timeline, Transport transport) {
    this.options = options;
    this.timeline = timeline;
    this.transport = transport;
    random =
        new SplittableRandom(options.seed().orElseGet(() -> new SplittableRandom().nextLong()));
    directory = new Directory(options);
    syncBrowser =
        new SyncBrowser(lock, timeline, new SyncTokens(options), syncWatching, this::syncStore);
    world = new World();
  }

  /// The operations of pages with Sync.
  public SyncBrowser syncBrowser() {
    return syncBrowser;
  }

  private SyncStore syncStore() {
    return world.syncStore;
  }

  /// Handles a request to Twilio's REST API or Sync's. The future is complete on return unless a
  /// switch or fault delays the answer.
  public CompletableFuture<RestAnswer> rest(RestRequest request) {
    boolean sync = request.path().startsWith("/v1/");
    return lock.withLock(() -> sync ? world.sync.handle(request) : world.rest.handle(request));
  }

  /// A customer calls one of the account's numbers.
  ///
  /// @throws ControlRefused (404) if the number is not configured
  public CallView dialIn(String from, String to) {
    return dialIn(from, to, Map.of());
  }

  /// A call comes in over SIP, to a number or to `sip:somebody@` one of the account's SIP domains.
  /// The voice URL gets its headers as `SipHeader_…`.
  ///
  /// @throws ControlRefused (400) for headers that Twilio does not forward, (404) if the number or
  ///   domain is not configured
  public CallView dialIn(String from, String to, Map<String, String> sipHeaders) {
    return lock.withLock(() -> view(world.control.dialIn(from, to, sipHeaders)));
  }

  /// The softphone of `identity` dials `to` through the account's TwiML application.
  ///
  /// @throws ControlRefused (409) if the account has no application
  public CallView softphoneDials(String identity, String to, Map<String, String> parameters) {
    return lock.withLock(() -> view(world.control.softphoneDials(identity, to, parameters)));
  }

  /// A SIP party sends Twilio a REFER, which transfers the other party to `target`: a `sip:` or
  /// `tel:` address, which may have headers after a question mark.
  ///
  /// @throws ControlRefused (409) if the leg does not belong to a SIP party, is not connected to
  ///   another leg, or is in a `<Dial>` without `referUrl`
  public CallView refer(String callSid, String target, Map<String, String> sipHeaders) {
    return lock.withLock(() -> view(world.control.refer(callSid, target, sipHeaders)));
  }

  /// Sets what dialled parties do when they ring, by address: `answer`, `busy`, `no-answer`,
  /// `by-hand` or `failed`. Replaces all rules; a reset removes them. A party without a rule
  /// follows the switch `autoAnswer`.
  public void useParties(Map<String, String> rules) {
    lock.withLock(() -> world.calls.partyRules().use(rules));
  }

  /// The current rules by address.
  public Map<String, String> parties() {
    return lock.withLock(() -> world.calls.partyRules().toMap());
  }

  /// Presses keys on the telephone at the end of a leg, `gapMillis` of simulated time apart. The
  /// future is complete after the last key.
  ///
  /// @throws ControlRefused (409) if the leg is not in progress, (422) if the keys may be a real
  ///   card number
  public CompletableFuture<TypingResult> type(String callSid, String keys, int gapMillis) {
    return lock.withLock(() -> world.customer.type(world.control.leg(callSid), keys, gapMillis));
  }

  /// A dialled party answers.
  ///
  /// @throws ControlRefused (409) if it is not ringing
  public CallView answer(String callSid) {
    return lock.withLock(() -> view(world.control.answer(callSid)));
  }

  /// A dialled party rejects the call, which ends as `busy`.
  ///
  /// @throws ControlRefused (409) if it is not ringing
  public CallView reject(String callSid) {
    return lock.withLock(() -> view(world.control.reject(callSid)));
  }

  /// The person at the end of a leg hangs up.
  ///
  /// @throws ControlRefused (409) if the leg has ended
  public CallView hangUp(String callSid) {
    return lock.withLock(() -> view(world.control.hangUp(callSid)));
  }

  /// All calls that were not dialled from another, oldest first, with their child legs.
  public List<CallView> calls() {
    return lock.withLock(() -> rootLegs().map(this::view).toList());
  }

  /// One leg with its child legs.
  ///
  /// @throws ControlRefused (404) if there is no such leg
  public CallView call(String callSid) {
    return lock.withLock(() -> view(world.control.leg(callSid)));
  }

  /// The journal lines after line `number`, oldest first.
  public List<JournalEntry> journal(long number) {
    return lock.withLock(() -> world.context.journal().since(number));
  }

  public Switches switches() {
    return lock.withLock(() -> world.context.switches());
  }

  /// Replaces the switches. Takes effect at once, also for open payments.
  public void use(Switches switches) {
    lock.withLock(() -> world.context.use(switches));
  }

  /// The remaining faults, with counts reduced by those already used.
  public Faults faults() {
    return lock.withLock(() -> world.context.faults().remaining());
  }

  /// Replaces all faults and restarts their random sequences from the seed.
  public void use(Faults faults) {
    lock.withLock(() -> world.context.use(faults));
  }

  /// Published test cards for the buttons of the phone page, each with its result.
  public List<TestCard> cards() {
    return TestCard.all(timeline.instant());
  }

  /// The account's numbers, as configured now.
  public List<NumberOptions> numbers() {
    return lock.withLock(directory::numbers);
  }

  /// The account's SIP domains, as configured now.
  public List<SipDomainOptions> sipDomains() {
    return lock.withLock(directory::sipDomains);
  }

  /// Adds a number, or replaces the one with the same address. Survives a reset.
  public void configure(NumberOptions number) {
    lock.withLock(() -> directory.put(number));
  }

  /// Adds a SIP domain, or replaces the one with the same name. Survives a reset.
  public void configure(SipDomainOptions domain) {
    lock.withLock(() -> directory.put(domain));
  }

  /// Adds a connector, or replaces the one with the same name. Survives a reset.
  public void configure(ConnectorOptions connector) {
    lock.withLock(() -> directory.put(connector));
  }

  /// Removes all calls, payments, pending webhooks and the journal. Switches and faults return to
  /// the configured ones.
  public void reset() {
    lock.withLock(
        () -> {
          world = new World();
          notifier.startWorld(world.name);
        });
  }

  /// Sends `watcher` the current world, its journal lines after `since`, the calls that have not
  /// ended, and then everything that happens.
  public ChangeNotifier.Subscription watch(long since, Watcher watcher) {
    lock.withLock(
        () -> {
          watcher.world(world.name, world.context.journal().last());
          world.context.journal().since(since).forEach(watcher::line);
          rootLegs().map(this::view).filter(call -> !call.over()).forEach(watcher::call);
          notifier.subscribe(watcher);
        });
    return () -> lock.withLock(() -> notifier.unsubscribe(watcher));
  }

  /// Registers a softphone of `identity`. It receives the legs that ring it or are connected to it,
  /// and every change of them. While it is registered, its legs do not answer by themselves.
  public ChangeNotifier.Subscription softphone(String identity, Consumer<SoftphoneLeg> softphone) {
    lock.withLock(
        () -> {
          world.calls.all().stream()
              .filter(leg -> leg.kind() == Leg.Kind.CLIENT && leg.identity().equals(identity))
              .filter(leg -> !leg.status().ended())
              .map(SoftphoneLeg::of)
              .forEach(softphone);
          notifier.subscribe(identity, softphone);
        });
    return () -> lock.withLock(() -> notifier.unsubscribe(identity, softphone));
  }

  private Stream<Leg> rootLegs() {
    return world.calls.all().stream().filter(leg -> leg.parent().isEmpty());
  }

  private CallView view(Leg leg) {
    return world.views.of(leg);
  }

  /// The state that a reset discards.
  private final class World {
    private final WorldContext context;
    private final Calls calls;
    private final Payments payments;
    private final Customer customer;
    private final CallControl control;
    private final RestApi rest;
    private final SyncStore syncStore;
    private final SyncRest sync;
    private final CallViews views;
    private final String name;

    World() {
      name = timeline.instant() + " " + ++worlds;
      final String account = options.accountSid();
      context =
          new WorldContext(
              timeline, transport, random, lock, notifier, () -> world == this, options);
      final Webhooks webhooks = new Webhooks(context, options.authToken());
      calls = new Calls(context, webhooks, new CallerIds(directory::callerIds), account);
      control = new CallControl(calls, directory, context);
      payments = new Payments(context, new PaymentWebhooks(context, webhooks, account));
      calls.onEnd(payments::callEnded);
      views = new CallViews(calls, payments);
      customer = new Customer(context, calls, payments);
      syncStore =
          new SyncStore(
              context,
              syncWatching,
              new SyncPresence(context, webhooks, account),
              options.syncServices());
      sync = new SyncRest(context, options, syncStore);
      final RestCalls restCalls = new RestCalls(calls, account);
      rest =
          new RestApi(
              context,
              options,
              restCalls,
              new RestPayments(context, restCalls, payments, directory::connectors, account));
    }
  }
}
