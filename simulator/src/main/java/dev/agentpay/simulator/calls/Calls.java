package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.world.ControlRefused;
import dev.agentpay.simulator.world.JournalEntry;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.LineAudio;
import dev.agentpay.simulator.world.Verb;
import dev.agentpay.simulator.world.Webhooks;
import dev.agentpay.simulator.world.WorldContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// All legs and their changes of status: who rings, answers and hangs up, and the status callbacks.
public final class Calls {
  /// Ended legs remain visible up to this number, so that a load test does not fill the heap.
  static final int MOST_LEGS = 20_000;

  /// How long a REST call rings before it ends as `no-answer`: Twilio's default.
  private static final Duration REST_CALL_RINGS = Duration.ofSeconds(60);

  private final WorldContext context;
  private final Webhooks webhooks;
  private final CallWebhooks callWebhooks;
  private final CallerIds callerIds;
  private final PartyRules partyRules = new PartyRules();
  private final Map<String, Leg> legs = new LinkedHashMap<>();
  private final Map<String, Consumer<Leg>> listeners = new LinkedHashMap<>();
  private final Map<String, CallFlow> flows = new LinkedHashMap<>();
  private final List<Consumer<Leg>> endListeners = new ArrayList<>();

  public Calls(WorldContext context, Webhooks webhooks, CallerIds callerIds, String accountSid) {
    this.context = context;
    this.webhooks = webhooks;
    this.callerIds = callerIds;
    callWebhooks = new CallWebhooks(context, accountSid);
  }

  public Optional<Leg> find(String sid) {
    return Optional.ofNullable(legs.get(sid));
  }

  public Collection<Leg> all() {
    return List.copyOf(legs.values());
  }

  /// Adds a listener that is called for the end of every leg, before any status callback.
  public void onEnd(Consumer<Leg> listener) {
    endListeners.add(listener);
  }

  public PartyRules partyRules() {
    return partyRules;
  }

  CallWebhooks callWebhooks() {
    return callWebhooks;
  }

  /// The leg that is connected to this one.
  public Optional<Leg> talkingTo(Leg leg) {
    final Optional<Leg> dialled = flow(leg).flatMap(CallFlow::talkingTo);
    return dialled.isPresent()
        ? dialled
        : leg.parent()
            .filter(caller -> flow(caller).flatMap(CallFlow::talkingTo).equals(Optional.of(leg)));
  }

  /// The audio of the leg's TwiML while no other leg is connected.
  public LineAudio documentAudio(Leg leg) {
    return flow(leg).map(CallFlow::audio).orElse(LineAudio.only(LineAudio.Kind.SILENCE));
  }

  Optional<CallFlow> flow(Leg leg) {
    return Optional.ofNullable(flows.get(leg.sid()));
  }

  /// Starts a call to the account.
  Leg dialIn(String from, IncomingCall incoming) {
    final Optional<Leg.StatusCallback> callback =
        incoming
            .statusCallbackUrl()
            .map(url -> new Leg.StatusCallback(url, "POST", Set.of("completed")));
    final Leg leg =
        new Leg(
            properties(
                Leg.Kind.of(from),
                "inbound",
                from,
                incoming.to(),
                Optional.empty(),
                incoming.parameters(),
                incoming.sipHeaders(),
                callback),
            Leg.Status.RINGING);
    add(leg);
    incoming
        .twiml()
        .ifPresentOrElse(
            document -> context.after(Duration.ZERO, () -> flowOf(leg).execute(document, "")),
            () -> flowOf(leg).fetchAndExecute(incoming.voiceUrl(), "POST", incoming.more()));
    return leg;
  }

  /// Starts a call from the account over REST. `start` runs when the party answers.
  public Leg dialOut(
      String from, String to, Optional<Leg.StatusCallback> callback, Consumer<CallFlow> start) {
    final Leg leg =
        new Leg(
            properties(
                Leg.Kind.of(to),
                "outbound-api",
                from,
                to,
                Optional.empty(),
                Map.of(),
                Map.of(),
                callback),
            Leg.Status.QUEUED);
    add(leg);
    listen(
        leg,
        each -> {
          if (each.inProgress()) {
            start.accept(flowOf(each));
          }
        });
    context.after(
        Duration.ZERO,
        () -> {
          if (!leg.status().ended()) {
            change(leg, Leg.Status.INITIATED);
            ring(leg);
          }
        });
    context.afterPerson(REST_CALL_RINGS, () -> endIfRinging(leg, Leg.Status.NO_ANSWER));
    return leg;
  }

  /// Rings a party of a `<Dial>`. `listener` receives every change of the new leg.
  ///
  /// @param callerId of the `<Dial>`; empty if it has none
  /// @throws DialRefused if the party cannot be dialled
  Leg dial(Leg parent, Verb.Party party, String callerId, Consumer<Leg> listener) {
    final String from = callerIds.shown(parent, callerId, party.kind());
    final Map<String, String> sipHeaders =
        party.kind() == Leg.Kind.SIP
            ? SipHeaders.dialled(party.address())
            : Map.<String, String>of();
    final Optional<Leg.StatusCallback> callback =
        Optional.of(party.statusCallback())
            .filter(url -> !url.isEmpty())
            .map(
                url ->
                    new Leg.StatusCallback(
                        url, party.statusCallbackMethod(), party.statusCallbackEvents()));
    final Leg leg =
        new Leg(
            properties(
                party.kind(),
                "outbound-dial",
                from,
                party.address(),
                Optional.of(parent),
                party.parameters(),
                sipHeaders,
                callback),
            Leg.Status.INITIATED);
    add(leg);
    listen(leg, listener);
    sendStatusCallback(leg);
    ring(leg);
    return leg;
  }

  public CallFlow flowOf(Leg leg) {
    return flows.computeIfAbsent(leg.sid(), _ -> new CallFlow(leg, this, context, webhooks));
  }

  void answer(Leg leg) {
    if (leg.status().compareTo(Leg.Status.IN_PROGRESS) < 0) {
      change(leg, Leg.Status.IN_PROGRESS);
    }
  }

  /// Ends the leg: as `completed` if it was answered, otherwise as `otherwise`. No effect if it has
  /// ended.
  public void end(Leg leg, Leg.Status otherwise) {
    if (!leg.status().ended()) {
      change(leg, leg.inProgress() ? Leg.Status.COMPLETED : otherwise);
    }
  }

  void endIfRinging(Leg leg, Leg.Status status) {
    if (!leg.inProgress()) {
      end(leg, status);
    }
  }

  /// Replaces the leg's listener.
  void listen(Leg leg, Consumer<Leg> listener) {
    listeners.put(leg.sid(), listener);
  }

  /// Called when a dialled party is redirected: its caller's `<Dial>` is over.
  public void leave(Leg parent, Leg party) {
    listen(party, _ -> {});
    flowOf(parent).partyLeft(party);
  }

  /// Handles the REFER of a SIP party, which transfers the other party to `target`.
  ///
  /// @throws ControlRefused (409) if the referrer is not connected to another party, a REFER is in
  ///   progress, or the `<Dial>` has no referUrl
  void refer(Leg referrer, String target, Map<String, String> sipHeaders) {
    final Optional<DialRun> connected =
        flow(referrer)
            .flatMap(CallFlow::connectedDial)
            .or(
                () ->
                    referrer
                        .parent()
                        .flatMap(this::flow)
                        .flatMap(CallFlow::connectedDial)
                        .filter(run -> run.talking().equals(Optional.of(referrer))));
    final DialRun run =
        connected.orElseThrow(
            () ->
                new ControlRefused(
                    409,
                    "call-not-connected",
                    "leg " + referrer.sid() + " is not connected to another party"));
    if (run.isReferred()) {
      throw new ControlRefused(
          409,
          "refer-under-way",
          "a REFER for the call of leg " + referrer.sid() + " is already in progress");
    }
    if (run.dial().referUrl().isEmpty()) {
      context.journal().error(13802, run.caller().sid(), "Dial: no referUrl specified");
      throw new ControlRefused(
          409, "no-refer-url", "the <Dial> has no referUrl, so Twilio refuses the REFER");
    }
    final Leg staying = run.caller() == referrer ? run.talking().orElseThrow() : run.caller();
    new Referral(referrer, staying, run, this, context, webhooks).begin(target, sipHeaders);
  }

  private void ring(Leg leg) {
    context.after(
        Duration.ZERO,
        () -> {
          if (!leg.status().ended() && leg.status() != Leg.Status.IN_PROGRESS) {
            change(leg, Leg.Status.RINGING);
            letPartyDecide(leg);
          }
        });
  }

  private void letPartyDecide(Leg leg) {
    final Duration wait = Duration.ofMillis(context.switches().number(Switch.ANSWER_AFTER_MILLIS));
    final Optional<PartyRules.Rule> rule = partyRules.of(leg.to());
    if (rule.isPresent()) {
      context.after(wait, () -> follow(rule.get(), leg));
    } else if (isBusySipUser(leg)) {
      context.after(wait, () -> endIfRinging(leg, Leg.Status.BUSY));
    } else if (context.switches().is(Switch.AUTO_ANSWER)
        && !context.notifier().isAnsweredByHand(leg)) {
      context.after(wait, () -> answerByItself(leg));
    }
  }

  private void follow(PartyRules.Rule rule, Leg leg) {
    switch (rule) {
      case ANSWER -> answer(leg);
      case BUSY -> endIfRinging(leg, Leg.Status.BUSY);
      case FAILED -> endIfRinging(leg, Leg.Status.FAILED);
      case NO_ANSWER, BY_HAND -> {
        // It rings until somebody answers by hand or it times out.
      }
    }
  }

  /// Has no effect if somebody has come to the softphone while it rang.
  private void answerByItself(Leg leg) {
    if (!context.notifier().isAnsweredByHand(leg)) {
      answer(leg);
    }
  }

  /// Whether this is a SIP user whose name starts with `busy`. Such a user is busy; all others
  /// behave like any party.
  private static boolean isBusySipUser(Leg leg) {
    return leg.kind() == Leg.Kind.SIP && leg.to().startsWith("sip:busy");
  }

  private void change(Leg leg, Leg.Status status) {
    leg.become(status, context.instant());
    context.markChanged(leg);
    context
        .journal()
        .write(
            JournalEntry.Kind.CALL,
            OrderedMap.of("callSid", leg.sid(), "to", leg.to(), "status", status.wire()));
    if (status.ended()) {
      endListeners.forEach(listener -> listener.accept(leg));
    }
    sendStatusCallback(leg);
    final Consumer<Leg> listener = listeners.get(leg.sid());
    if (listener != null) {
      listener.accept(leg);
    }
    if (status.ended()) {
      listeners.remove(leg.sid());
      final CallFlow flow = flows.remove(leg.sid());
      if (flow != null) {
        flow.callerHungUp();
      }
    }
  }

  private void sendStatusCallback(Leg leg) {
    callWebhooks.status(leg).ifPresent(webhooks::post);
  }

  private void add(Leg leg) {
    legs.put(leg.sid(), leg);
    context.markChanged(leg);
    if (legs.size() > MOST_LEGS) {
      legs.values().stream()
          .filter(old -> old.status().ended())
          .findFirst()
          .ifPresent(old -> legs.remove(old.sid()));
    }
  }

  private Leg.Properties properties(
      Leg.Kind kind,
      String direction,
      String from,
      String to,
      Optional<Leg> parent,
      Map<String, String> parameters,
      Map<String, String> sipHeaders,
      Optional<Leg.StatusCallback> callback) {
    return new Leg.Properties(
        context.sid("CA"),
        kind,
        direction,
        from,
        to,
        parent,
        parameters,
        sipHeaders,
        callback,
        context.instant());
  }
}
