package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.Details;
import dev.agentpay.simulator.world.ControlRefused;
import dev.agentpay.simulator.world.JournalEntry;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.LineAudio;
import dev.agentpay.simulator.world.Machinery;
import dev.agentpay.simulator.world.Verb;
import dev.agentpay.simulator.world.Webhooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// All legs and every change of them: who rings, who answers, who hangs up, and who is told.
public final class Calls {
  /// Ended legs stay visible until there are so many; a load test would fill the heap otherwise.
  static final int MOST_LEGS = 20_000;

  /// How long a REST call rings before it ends as `no-answer`: Twilio's default.
  private static final Duration REST_CALL_RINGS = Duration.ofSeconds(60);

  private final Machinery machinery;
  private final Webhooks webhooks;
  private final CallWebhooks told;
  private final CallerIds callerIds;
  private final Parties parties = new Parties();
  private final Map<String, Leg> legs = new LinkedHashMap<>();
  private final Map<String, Consumer<Leg>> changed = new LinkedHashMap<>();
  private final Map<String, CallFlow> flows = new LinkedHashMap<>();
  private final List<Consumer<Leg>> whenEnded = new ArrayList<>();

  public Calls(Machinery machinery, Webhooks webhooks, CallerIds callerIds, String accountSid) {
    this.machinery = machinery;
    this.webhooks = webhooks;
    this.callerIds = callerIds;
    told = new CallWebhooks(machinery, accountSid);
  }

  public Optional<Leg> find(String sid) {
    return Optional.ofNullable(legs.get(sid));
  }

  public Collection<Leg> all() {
    return List.copyOf(legs.values());
  }

  /// `listener` hears of every leg's end, before anyone outside is told.
  public void onEnd(Consumer<Leg> listener) {
    whenEnded.add(listener);
  }

  public Parties parties() {
    return parties;
  }

  CallWebhooks told() {
    return told;
  }

  /// Who is on the line with the leg.
  public Optional<Leg> talkingTo(Leg leg) {
    var dialled = flow(leg).flatMap(CallFlow::talkingTo);
    return dialled.isPresent()
        ? dialled
        : leg.parent()
            .filter(caller -> flow(caller).flatMap(CallFlow::talkingTo).equals(Optional.of(leg)));
  }

  /// What its TwiML lets the leg hear while nobody is on the line with it.
  public LineAudio documentOn(Leg leg) {
    return flow(leg).map(CallFlow::heard).orElse(LineAudio.only(LineAudio.Kind.SILENCE));
  }

  Optional<CallFlow> flow(Leg leg) {
    return Optional.ofNullable(flows.get(leg.sid()));
  }

  /// Somebody calls the account.
  Leg dialIn(String from, Incoming incoming) {
    var callback =
        incoming
            .statusCallbackUrl()
            .map(url -> new Leg.StatusCallback(url, "POST", Set.of("completed")));
    var leg =
        new Leg(
            birth(
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
            document -> machinery.after(Duration.ZERO, () -> flowOf(leg).play(document, "")),
            () -> flowOf(leg).fetch(incoming.voiceUrl(), "POST", incoming.more()));
    return leg;
  }

  /// The account calls somebody over REST; `start` runs when they answer.
  public Leg dialOut(
      String from, String to, Optional<Leg.StatusCallback> callback, Consumer<CallFlow> start) {
    var leg =
        new Leg(
            birth(
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
    ring(leg);
    machinery.after(REST_CALL_RINGS, () -> endIfRinging(leg, Leg.Status.NO_ANSWER));
    return leg;
  }

  /// A `<Dial>` rings a party; `listener` hears of every change of the new leg.
  ///
  /// @param callerId as the `<Dial>` gives it; empty when it gives none
  Leg dial(Leg parent, Verb.Party party, String callerId, Consumer<Leg> listener) {
    var from = callerIds.shown(parent, callerId, party.kind());
    var sipHeaders =
        party.kind() == Leg.Kind.SIP
            ? SipHeaders.dialled(party.address())
            : Map.<String, String>of();
    var callback =
        Optional.of(party.statusCallback())
            .filter(url -> !url.isEmpty())
            .map(
                url ->
                    new Leg.StatusCallback(
                        url, party.statusCallbackMethod(), party.statusCallbackEvents()));
    var leg =
        new Leg(
            birth(
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
    tell(leg);
    ring(leg);
    return leg;
  }

  public CallFlow flowOf(Leg leg) {
    return flows.computeIfAbsent(leg.sid(), _ -> new CallFlow(leg, this, machinery, webhooks));
  }

  void answer(Leg leg) {
    if (leg.status().compareTo(Leg.Status.IN_PROGRESS) < 0) {
      change(leg, Leg.Status.IN_PROGRESS);
    }
  }

  /// Ends the leg: `completed` when it was answered, `otherwise` when it was not. No effect on an
  /// ended one.
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

  /// From now on `listener` alone hears of the leg's changes.
  void listen(Leg leg, Consumer<Leg> listener) {
    changed.put(leg.sid(), listener);
  }

  /// A dialled party is led elsewhere: its caller's `<Dial>` is over.
  public void leave(Leg parent, Leg party) {
    listen(party, _ -> {});
    flowOf(parent).partyLeft(party);
  }

  /// A SIP party asks by a REFER that whoever it talks to be led to `target`. Refused (409) when it
  /// talks to nobody or may not.
  void refer(Leg referrer, String target, Map<String, String> sipHeaders) {
    var joined =
        flow(referrer)
            .flatMap(CallFlow::joining)
            .or(
                () ->
                    referrer
                        .parent()
                        .flatMap(this::flow)
                        .flatMap(CallFlow::joining)
                        .filter(run -> run.talking().equals(Optional.of(referrer))));
    var run =
        joined.orElseThrow(
            () ->
                new ControlRefused(
                    409, "call-not-connected", "leg " + referrer.sid() + " talks to nobody"));
    if (run.isReferred()) {
      throw new ControlRefused(
          409, "refer-under-way", "a REFER of leg " + referrer.sid() + " is under way");
    }
    if (run.dial().referUrl().isEmpty()) {
      machinery.journal().error(13802, run.caller().sid(), "Dial: no referUrl specified");
      throw new ControlRefused(
          409, "no-refer-url", "the <Dial> has no referUrl: Twilio refuses a REFER");
    }
    var staying = run.caller() == referrer ? run.talking().orElseThrow() : run.caller();
    new Referral(referrer, staying, run, this, machinery, webhooks).begin(target, sipHeaders);
  }

  private void ring(Leg leg) {
    machinery.after(
        Duration.ZERO,
        () -> {
          if (!leg.status().ended() && leg.status() != Leg.Status.IN_PROGRESS) {
            change(leg, Leg.Status.RINGING);
            letPartyDecide(leg);
          }
        });
  }

  private void letPartyDecide(Leg leg) {
    var wait = Duration.ofMillis(machinery.switches().number(Switch.ANSWER_AFTER_MILLIS));
    var rule = parties.of(leg.to());
    if (rule.isPresent()) {
      machinery.after(wait, () -> follow(rule.get(), leg));
    } else if (isBusySipUser(leg)) {
      machinery.after(wait, () -> endIfRinging(leg, Leg.Status.BUSY));
    } else if (machinery.switches().is(Switch.AUTO_ANSWER)
        && !machinery.watching().isAnsweredByHand(leg)) {
      machinery.after(wait, () -> answerByItself(leg));
    }
  }

  private void follow(Parties.Rule rule, Leg leg) {
    switch (rule) {
      case ANSWER -> answer(leg);
      case BUSY -> endIfRinging(leg, Leg.Status.BUSY);
      case FAILED -> endIfRinging(leg, Leg.Status.FAILED);
      case NO_ANSWER, BY_HAND -> {
        // It rings until somebody answers by hand, or time is over.
      }
    }
  }

  /// Not when somebody has sat down at its softphone since it began to ring.
  private void answerByItself(Leg leg) {
    if (!machinery.watching().isAnsweredByHand(leg)) {
      answer(leg);
    }
  }

  /// The rule for SIP parties: a user called `busy…` is busy, everybody else answers like any
  /// party.
  private static boolean isBusySipUser(Leg leg) {
    return leg.kind() == Leg.Kind.SIP && leg.to().startsWith("sip:busy");
  }

  private void change(Leg leg, Leg.Status status) {
    leg.become(status, machinery.instant());
    machinery.touch(leg);
    machinery
        .journal()
        .write(
            JournalEntry.Kind.CALL,
            Details.of("callSid", leg.sid(), "to", leg.to(), "status", status.wire()));
    if (status.ended()) {
      whenEnded.forEach(listener -> listener.accept(leg));
    }
    tell(leg);
    var listener = changed.get(leg.sid());
    if (listener != null) {
      listener.accept(leg);
    }
    if (status.ended()) {
      changed.remove(leg.sid());
      var flow = flows.remove(leg.sid());
      if (flow != null) {
        flow.callerHungUp();
      }
    }
  }

  private void tell(Leg leg) {
    told.status(leg).ifPresent(webhooks::post);
  }

  private void add(Leg leg) {
    legs.put(leg.sid(), leg);
    machinery.touch(leg);
    if (legs.size() > MOST_LEGS) {
      legs.values().stream()
          .filter(old -> old.status().ended())
          .findFirst()
          .ifPresent(old -> legs.remove(old.sid()));
    }
  }

  private Leg.Birth birth(
      Leg.Kind kind,
      String direction,
      String from,
      String to,
      Optional<Leg> parent,
      Map<String, String> parameters,
      Map<String, String> sipHeaders,
      Optional<Leg.StatusCallback> callback) {
    return new Leg.Birth(
        machinery.sid("CA"),
        kind,
        direction,
        from,
        to,
        parent,
        parameters,
        sipHeaders,
        callback,
        machinery.instant());
  }
}
