package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.Timeline;
import dev.agentpay.simulator.world.Verb;
import dev.agentpay.simulator.world.WorldContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One `<Dial>` being acted out: its parties ring together, the first who answers talks to the
/// caller.
final class DialRun {
  private final Leg caller;
  private final Verb.Dial dial;
  private final CallFlow flow;
  private final Calls calls;
  private final WorldContext context;
  private final List<Leg> parties = new ArrayList<>();
  private @Nullable Leg talking;
  private Timeline.Pending noAnswer = () -> {};
  private @Nullable Referral referral;
  private @Nullable Map<String, String> ended;
  private boolean over;

  DialRun(Leg caller, Verb.Dial dial, CallFlow flow, Calls calls, WorldContext context) {
    this.caller = caller;
    this.dial = dial;
    this.flow = flow;
    this.calls = calls;
    this.context = context;
  }

  void start() {
    dial.parties().forEach(this::ring);
    if (parties.isEmpty()) {
      finish("failed", null);
      return;
    }
    noAnswer =
        context.after(
            Duration.ofSeconds(dial.timeoutSeconds()),
            () ->
                List.copyOf(parties)
                    .forEach(party -> calls.endIfRinging(party, Leg.Status.NO_ANSWER)));
  }

  private void ring(Verb.Party party) {
    try {
      parties.add(calls.dial(caller, party, dial.callerId(), this::changed));
    } catch (DialRefused e) {
      context.journal().error(e.code(), caller.sid(), String.valueOf(e.getMessage()));
    }
  }

  Verb.Dial dial() {
    return dial;
  }

  Leg caller() {
    return caller;
  }

  /// A REFER may take one of the two elsewhere: that one of them hangs up meanwhile is no end yet.
  void setReferral(@Nullable Referral newReferral) {
    referral = newReferral;
  }

  boolean isReferred() {
    return referral != null;
  }

  /// What a party's hanging up during a REFER has made of it.
  Optional<Map<String, String>> ended() {
    return Optional.ofNullable(ended);
  }

  /// Nothing of this happens any more, and nobody is asked what comes next; `leg` stays on the
  /// line.
  void release(Leg leg) {
    over = true;
    referral = null;
    noAnswer.cancel();
    parties.remove(leg);
  }

  /// The party that the caller talks to.
  Optional<Leg> talking() {
    return Optional.ofNullable(talking).filter(Leg::inProgress);
  }

  void callerHungUp() {
    if (over) {
      return;
    }
    if (referral != null && referral.isBy(caller)) {
      referral.callerLeft();
    } else {
      referral = null;
      hangUpParties();
      flow.dialEnded(dial, result(talking == null ? "canceled" : "completed", talking));
    }
  }

  /// Ends every party's leg without anybody being asked what comes next.
  void hangUpParties() {
    over = true;
    noAnswer.cancel();
    List.copyOf(parties).forEach(party -> calls.end(party, Leg.Status.CANCELED));
  }

  /// The party goes another way: for the caller the `<Dial>` is over.
  void partyLeft(Leg party) {
    parties.remove(party);
    referral = null;
    if (party == talking) {
      finish("completed", party);
    }
  }

  private void changed(Leg party) {
    if (over) {
      return;
    }
    if (party.inProgress()) {
      bridge(party);
    } else if (party.status().ended() && party == talking) {
      finish("completed", party);
    } else if (party.status().ended() && parties.stream().allMatch(leg -> leg.status().ended())) {
      finish(party.status().wire(), party);
    }
  }

  private void bridge(Leg party) {
    talking = party;
    noAnswer.cancel();
    parties.stream()
        .filter(other -> other != party)
        .forEach(other -> calls.end(other, Leg.Status.CANCELED));
    calls.answer(caller);
    flow.bridged();
  }

  private void finish(String status, @Nullable Leg party) {
    if (over) {
      return;
    }
    over = true;
    noAnswer.cancel();
    if (referral == null) {
      flow.dialEnded(dial, result(status, party));
    } else {
      ended = result(status, party);
    }
  }

  /// What the action URL would be told now.
  Map<String, String> result() {
    return result("completed", talking);
  }

  private Map<String, String> result(String status, @Nullable Leg party) {
    var result = new LinkedHashMap<String, String>();
    result.put("DialCallStatus", status);
    if (party != null) {
      result.put("DialCallSid", party.sid());
      result.put("DialBridged", Boolean.toString(party == talking));
      if (party == talking) {
        result.put("DialCallDuration", Long.toString(party.durationSeconds()));
      }
      if (party.kind() == Leg.Kind.SIP) {
        result.put("DialSipCallId", party.sid() + "@simulator.invalid");
        result.put("DialSipResponseCode", sipCode(party.status()));
      }
    }
    return result;
  }

  /// As RFC 3261 answers an INVITE.
  private static String sipCode(Leg.Status status) {
    return switch (status) {
      case BUSY -> "486";
      case NO_ANSWER, CANCELED -> "487";
      case FAILED -> "404";
      default -> "200";
    };
  }
}
