package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.wire.Urls;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.LineAudio;
import dev.agentpay.simulator.world.Verb;
import dev.agentpay.simulator.world.Webhooks;
import dev.agentpay.simulator.world.WorldContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Executes TwiML on one leg, verb after verb, until the call ends.
public final class CallFlow {
  /// Maximum number of redirects on one call. It stops documents that only redirect to themselves.
  private static final int MOST_REDIRECTS = 50;

  private final Leg leg;
  private final Calls calls;
  private final WorldContext context;
  private final Webhooks webhooks;
  private final Deque<Verb> verbs = new ArrayDeque<>();
  private @Nullable DialRun dialling;
  private @Nullable Referral pendingReferral;
  private @Nullable SuspendedDial suspended;
  private LineAudio audio = LineAudio.only(LineAudio.Kind.SILENCE);
  private String documentUrl = "";
  private int redirects;

  /// Increases whenever the leg gets something else to do. Answers and pauses of an earlier
  /// generation are ignored.
  private int generation;

  /// The state to which a failed REFER returns.
  private record SuspendedDial(DialRun run, List<Verb> verbs, String documentUrl) {}

  CallFlow(Leg leg, Calls calls, WorldContext context, Webhooks webhooks) {
    this.leg = leg;
    this.calls = calls;
    this.context = context;
    this.webhooks = webhooks;
  }

  /// Fetches TwiML from `url` and executes it instead of the current document.
  public void fetchAndExecute(String url, String method, Map<String, String> more) {
    abandonReferral();
    request(url, method, more);
  }

  private void request(String url, String method, Map<String, String> more) {
    int started = interrupt();
    documentUrl = Urls.withoutFragment(url);
    webhooks.post(
        calls.callWebhooks().voice(leg, url, method, more),
        outcome -> {
          if (started == generation && !leg.status().ended()) {
            answered(outcome);
          }
        });
  }

  /// Executes `document` instead of the current one.
  public void execute(String document, String baseUrl) {
    abandonReferral();
    interrupt();
    documentUrl = baseUrl;
    run(document);
  }

  /// Executes the TwiML that `url` has returned instead of the current document.
  void follow(String url, Transport.Outcome outcome) {
    interrupt();
    documentUrl = Urls.withoutFragment(url);
    answered(outcome);
  }

  /// Executes the TwiML that `url` has returned, but returns to the current document unless
  /// somebody answers.
  void followTentatively(Referral referral, String url, Transport.Outcome outcome) {
    generation++;
    pendingReferral = referral;
    if (dialling != null && referral.isOriginalDial(dialling)) {
      suspended = new SuspendedDial(dialling, List.copyOf(verbs), documentUrl);
      dialling = null;
    }
    verbs.clear();
    documentUrl = Urls.withoutFragment(url);
    answered(outcome);
  }

  /// Called when a dialled party has answered. From now on, a pending REFER cannot be undone.
  void bridged() {
    final Referral referral = pendingReferral;
    pendingReferral = null;
    suspended = null;
    if (referral != null) {
      referral.succeeded();
    }
  }

  boolean isExecuting(DialRun run) {
    return dialling == run;
  }

  /// The `<Dial>` that connects the leg with another party.
  Optional<DialRun> connectedDial() {
    return Optional.ofNullable(dialling).filter(run -> run.talking().isPresent());
  }

  /// The dialled party that is connected to the leg.
  Optional<Leg> talkingTo() {
    return Optional.ofNullable(dialling).flatMap(DialRun::talking);
  }

  /// The audio of the document while no party is connected.
  LineAudio audio() {
    return audio;
  }

  void callerHungUp() {
    generation++;
    verbs.clear();
    if (pendingReferral != null) {
      pendingReferral = null;
      if (dialling != null) {
        dialling.hangUpParties();
      }
      dialling = suspended == null ? null : suspended.run;
    }
    if (dialling != null) {
      dialling.callerHungUp();
    }
  }

  /// Called when `<Dial>` is over because the dialled leg has ended.
  void dialEnded(Verb.Dial dial, Map<String, String> result) {
    dialling = null;
    if (pendingReferral != null) {
      revert();
    } else if (leg.status().ended()) {
      // Twilio requests the action URL also when the caller hung up first, and ignores the answer.
      if (!dial.action().isEmpty()) {
        webhooks.post(
            calls.callWebhooks().voice(leg, dial.action(), dial.method(), result), _ -> {});
      }
    } else if (dial.action().isEmpty()) {
      runNextVerb();
    } else {
      request(dial.action(), dial.method(), result);
    }
  }

  /// Called when the leg's dialled party was redirected. Nothing rings any more; the caller stays
  /// on the line.
  void partyLeft(Leg child) {
    if (dialling != null) {
      dialling.partyLeft(child);
    }
  }

  private int interrupt() {
    generation++;
    verbs.clear();
    setAudio(LineAudio.only(LineAudio.Kind.SILENCE));
    if (dialling != null) {
      final DialRun interrupted = dialling;
      dialling = null;
      interrupted.hangUpParties();
    }
    return generation;
  }

  private void answered(Transport.Outcome outcome) {
    switch (outcome) {
      case Transport.Outcome.Answered(int status, String body) when status / 100 == 2 -> run(body);
      case Transport.Outcome.Answered(int status, String _) ->
          fail(11200, documentUrl + " answered " + status + "; it must answer 200 with TwiML");
      case Transport.Outcome.NotConnected(String reason) ->
          fail(11205, documentUrl + " could not be reached: " + reason);
      case Transport.Outcome.NoAnswer(String reason) ->
          fail(11205, documentUrl + " did not answer: " + reason);
    }
  }

  private void run(String document) {
    List<Verb> parsed;
    try {
      parsed = Twiml.parse(document, documentUrl);
    } catch (Twiml.Unreadable e) {
      fail(e.code(), String.valueOf(e.getMessage()));
      return;
    }
    verbs.addAll(parsed);
    runNextVerb();
  }

  private void fail(int code, String message) {
    context.journal().error(code, leg.sid(), message);
    if (pendingReferral == null) {
      calls.end(leg, Leg.Status.FAILED);
    } else {
      revert();
    }
  }

  private void abandonReferral() {
    pendingReferral = null;
    if (suspended != null) {
      suspended.run.hangUpParties();
      suspended = null;
    }
  }

  private void revert() {
    final Referral referral = pendingReferral;
    generation++;
    pendingReferral = null;
    verbs.clear();
    if (suspended != null) {
      dialling = suspended.run;
      verbs.addAll(suspended.verbs);
      documentUrl = suspended.documentUrl;
      suspended = null;
    }
    setAudio(LineAudio.only(LineAudio.Kind.SILENCE));
    if (referral != null) {
      referral.failed();
    }
  }

  private void runNextVerb() {
    int started = ++generation;
    final Verb verb = verbs.poll();
    setAudio(verb == null ? LineAudio.only(LineAudio.Kind.SILENCE) : LineAudio.during(verb));
    switch (verb) {
      case null -> {
        if (pendingReferral == null) {
          calls.end(answeredFirst(), Leg.Status.COMPLETED);
        } else {
          revert();
        }
      }
      case Verb.Dial dial -> {
        if (!dial.answerOnBridge()) {
          calls.answer(leg);
        }
        dialling = new DialRun(leg, dial, this, calls, context);
        dialling.start();
      }
      case Verb.Say _, Verb.Play _ ->
          pause(Duration.ofMillis(context.switches().number(Switch.SOUND_MILLIS)), started);
      case Verb.Pause(int seconds) -> pause(Duration.ofSeconds(seconds), started);
      case Verb.Reject(boolean busy) -> {
        if (pendingReferral == null) {
          calls.end(leg, busy ? Leg.Status.BUSY : Leg.Status.NO_ANSWER);
        } else {
          revert();
        }
      }
      case Verb.Hangup _ -> calls.end(answeredFirst(), Leg.Status.COMPLETED);
      case Verb.Redirect(String url, String method) -> {
        if (++redirects > MOST_REDIRECTS) {
          fail(12200, "more than " + MOST_REDIRECTS + " redirects on one call");
        } else {
          request(url, method, Map.of());
        }
      }
    }
  }

  private void setAudio(LineAudio now) {
    audio = now;
    context.markChanged(leg);
  }

  private void pause(Duration time, int started) {
    calls.answer(leg);
    context.after(
        time,
        () -> {
          if (started == generation) {
            runNextVerb();
          }
        });
  }

  /// Twilio answers a call before it hangs up. Only `<Reject>` leaves it unanswered.
  private Leg answeredFirst() {
    calls.answer(leg);
    return leg;
  }
}
