package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.wire.Urls;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.LineAudio;
import dev.agentpay.simulator.world.Machinery;
import dev.agentpay.simulator.world.Verb;
import dev.agentpay.simulator.world.Webhooks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Acts out TwiML on one leg, verb after verb, until the call ends.
public final class CallFlow {
  /// Redirects in a row before a document that only redirects to itself is stopped.
  private static final int MOST_REDIRECTS = 50;

  private final Leg leg;
  private final Calls calls;
  private final Machinery machinery;
  private final Webhooks webhooks;
  private final Deque<Verb> verbs = new ArrayDeque<>();
  private @Nullable DialRun dialling;
  private @Nullable Referral trial;
  private @Nullable Aside aside;
  private LineAudio heard = LineAudio.only(LineAudio.Kind.SILENCE);
  private String documentUrl = "";
  private int redirects;

  /// Counts what the leg was told to do; an answer or a pause that belongs to an earlier turn is
  /// void.
  private int turn;

  /// What goes on again when a REFER leads nowhere.
  private record Aside(DialRun run, List<Verb> verbs, String documentUrl) {}

  CallFlow(Leg leg, Calls calls, Machinery machinery, Webhooks webhooks) {
    this.leg = leg;
    this.calls = calls;
    this.machinery = machinery;
    this.webhooks = webhooks;
  }

  /// Asks `url` for TwiML and acts it out in place of whatever goes on.
  public void fetch(String url, String method, Map<String, String> more) {
    abandonTrial();
    ask(url, method, more);
  }

  private void ask(String url, String method, Map<String, String> more) {
    int mine = interrupt();
    documentUrl = Urls.withoutFragment(url);
    webhooks.post(
        calls.told().voice(leg, url, method, more),
        outcome -> {
          if (mine == turn && !leg.status().ended()) {
            answered(outcome);
          }
        });
  }

  /// Acts out `document` in place of whatever goes on.
  public void play(String document, String baseUrl) {
    abandonTrial();
    interrupt();
    documentUrl = baseUrl;
    perform(document);
  }

  /// Acts out what `url` has answered in place of whatever goes on.
  void follow(String url, Transport.Outcome outcome) {
    interrupt();
    documentUrl = Urls.withoutFragment(url);
    answered(outcome);
  }

  /// Acts out what `url` has answered, but goes back to what goes on now unless somebody answers.
  void tryOut(Referral referral, String url, Transport.Outcome outcome) {
    turn++;
    trial = referral;
    if (dialling != null && referral.setsAside(dialling)) {
      aside = new Aside(dialling, List.copyOf(verbs), documentUrl);
      dialling = null;
    }
    verbs.clear();
    documentUrl = Urls.withoutFragment(url);
    answered(outcome);
  }

  /// A dialled party has answered: there is no way back any more.
  void bridged() {
    var settled = trial;
    trial = null;
    aside = null;
    if (settled != null) {
      settled.succeeded();
    }
  }

  boolean isActingOut(DialRun run) {
    return dialling == run;
  }

  /// The `<Dial>` that joins the leg with somebody.
  Optional<DialRun> joining() {
    return Optional.ofNullable(dialling).filter(run -> run.talking().isPresent());
  }

  /// The dialled party that the leg talks to.
  Optional<Leg> talkingTo() {
    return Optional.ofNullable(dialling).flatMap(DialRun::talking);
  }

  /// What the document lets the leg hear while it talks to nobody.
  LineAudio heard() {
    return heard;
  }

  void callerHungUp() {
    turn++;
    verbs.clear();
    if (trial != null) {
      trial = null;
      if (dialling != null) {
        dialling.hangUpParties();
      }
      dialling = aside == null ? null : aside.run;
    }
    if (dialling != null) {
      dialling.callerHungUp();
    }
  }

  /// A dialled leg has ended and `<Dial>` is over.
  void dialled(Verb.Dial dial, Map<String, String> result) {
    dialling = null;
    if (trial != null) {
      goBack();
    } else if (leg.status().ended()) {
      // Twilio tells the action URL also when the caller hung up first, and ignores the answer.
      if (!dial.action().isEmpty()) {
        webhooks.post(calls.told().voice(leg, dial.action(), dial.method(), result), _ -> {});
      }
    } else if (dial.action().isEmpty()) {
      next();
    } else {
      ask(dial.action(), dial.method(), result);
    }
  }

  /// The leg's dialled party was led away: nothing rings any more, the caller stays on the line.
  void partyLeft(Leg child) {
    if (dialling != null) {
      dialling.partyLeft(child);
    }
  }

  private int interrupt() {
    turn++;
    verbs.clear();
    hear(LineAudio.only(LineAudio.Kind.SILENCE));
    if (dialling != null) {
      var interrupted = dialling;
      dialling = null;
      interrupted.hangUpParties();
    }
    return turn;
  }

  private void answered(Transport.Outcome outcome) {
    switch (outcome) {
      case Transport.Outcome.Answered(int status, String body) when status / 100 == 2 ->
          perform(body);
      case Transport.Outcome.Answered(int status, String _) ->
          fail(11200, documentUrl + " answered " + status + ": it must answer 200 with TwiML");
      case Transport.Outcome.NotConnected(String reason) ->
          fail(11205, documentUrl + " could not be reached: " + reason);
      case Transport.Outcome.NoAnswer(String reason) ->
          fail(11205, documentUrl + " did not answer: " + reason);
    }
  }

  private void perform(String document) {
    List<Verb> parsed;
    try {
      parsed = Twiml.parse(document, documentUrl);
    } catch (Twiml.Unreadable e) {
      fail(e.code(), String.valueOf(e.getMessage()));
      return;
    }
    verbs.addAll(parsed);
    next();
  }

  private void fail(int code, String message) {
    machinery.journal().error(code, leg.sid(), message);
    if (trial == null) {
      calls.end(leg, Leg.Status.FAILED);
    } else {
      goBack();
    }
  }

  private void abandonTrial() {
    trial = null;
    if (aside != null) {
      aside.run.hangUpParties();
      aside = null;
    }
  }

  private void goBack() {
    var failed = trial;
    turn++;
    trial = null;
    verbs.clear();
    if (aside != null) {
      dialling = aside.run;
      verbs.addAll(aside.verbs);
      documentUrl = aside.documentUrl;
      aside = null;
    }
    hear(LineAudio.only(LineAudio.Kind.SILENCE));
    if (failed != null) {
      failed.failed();
    }
  }

  private void next() {
    int mine = ++turn;
    var verb = verbs.poll();
    hear(verb == null ? LineAudio.only(LineAudio.Kind.SILENCE) : LineAudio.during(verb));
    switch (verb) {
      case null -> {
        if (trial == null) {
          calls.end(answeredFirst(), Leg.Status.COMPLETED);
        } else {
          goBack();
        }
      }
      case Verb.Dial dial -> {
        if (!dial.answerOnBridge()) {
          calls.answer(leg);
        }
        dialling = new DialRun(leg, dial, this, calls, machinery);
        dialling.start();
      }
      case Verb.Say _, Verb.Play _ ->
          pause(Duration.ofMillis(machinery.switches().number(Switch.SOUND_MILLIS)), mine);
      case Verb.Pause(int seconds) -> pause(Duration.ofSeconds(seconds), mine);
      case Verb.Reject(boolean busy) -> {
        if (trial == null) {
          calls.end(leg, busy ? Leg.Status.BUSY : Leg.Status.NO_ANSWER);
        } else {
          goBack();
        }
      }
      case Verb.Hangup _ -> calls.end(answeredFirst(), Leg.Status.COMPLETED);
      case Verb.Redirect(String url, String method) -> {
        if (++redirects > MOST_REDIRECTS) {
          fail(12200, "more than " + MOST_REDIRECTS + " redirects on one call");
        } else {
          ask(url, method, Map.of());
        }
      }
    }
  }

  private void hear(LineAudio now) {
    heard = now;
    machinery.touch(leg);
  }

  private void pause(Duration time, int mine) {
    calls.answer(leg);
    machinery.after(
        time,
        () -> {
          if (mine == turn) {
            next();
          }
        });
  }

  /// Twilio answers a call to hang up: only `<Reject>` leaves it unanswered.
  private Leg answeredFirst() {
    calls.answer(leg);
    return leg;
  }
}
