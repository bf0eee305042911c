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

/// One `<Dial>` in progress. Its parties ring together; the first that answers is connected to the
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
        context.afterPerson(
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

  /// Sets the REFER in progress. While there is one, a hang-up of either party does not end the
  /// `<Dial>`.
  void setReferral(@Nullable Referral newReferral) {
    referral = newReferral;
  }

  boolean isReferred() {
    return referral != null;
  }

  /// The result of the `<Dial>`, if a party hung up during a REFER.
  Optional<Map<String, String>> ended() {
    return Optional.ofNullable(ended);
  }

  /// Stops this `<Dial>` without requesting its action URL. `leg` stays on the line.
  void release(Leg leg) {
    over = true;
    referral = null;
    noAnswer.cancel();
    parties.remove(leg);
  }

  /// The party that is connected to the caller.
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

  /// Ends the legs of all parties without requesting the action URL.
  void hangUpParties() {
    over = true;
    noAnswer.cancel();
    List.copyOf(parties).forEach(party -> calls.end(party, Leg.Status.CANCELED));
  }

  /// Called when the party was redirected. For the caller, the `<Dial>` is over.
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

  /// The parameters that the action URL would get now.
  Map<String, String> result() {
    return result("completed", talking);
  }

  private Map<String, String> result(String status, @Nullable Leg party) {
    final Map<String, String> result = new LinkedHashMap<>();
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

  /// The SIP response code to the INVITE, as in RFC 3261.
  private static String sipCode(Leg.Status status) {
    return switch (status) {
      case BUSY -> "486";
      case NO_ANSWER, CANCELED -> "487";
      case FAILED -> "404";
      default -> "200";
    };
  }
}
