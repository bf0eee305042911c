package dev.agentpay.simulator;

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
  private final Machinery machinery;
  private final List<Leg> parties = new ArrayList<>();
  private @Nullable Leg talking;
  private Timeline.Pending noAnswer = () -> {};
  private boolean over;

  DialRun(Leg caller, Verb.Dial dial, CallFlow flow, Calls calls, Machinery machinery) {
    this.caller = caller;
    this.dial = dial;
    this.flow = flow;
    this.calls = calls;
    this.machinery = machinery;
  }

  void start() {
    var from = dial.callerId().isEmpty() ? caller.from() : dial.callerId();
    for (var party : dial.parties()) {
      parties.add(calls.dial(caller, party, from, this::changed));
    }
    noAnswer =
        machinery.after(
            Duration.ofSeconds(dial.timeoutSeconds()),
            () ->
                List.copyOf(parties)
                    .forEach(party -> calls.endIfRinging(party, Leg.Status.NO_ANSWER)));
  }

  /// The party that the caller talks to.
  Optional<Leg> talking() {
    return Optional.ofNullable(talking).filter(Leg::inProgress);
  }

  void callerHungUp() {
    if (!over) {
      hangUpParties();
      flow.dialled(dial, result(talking == null ? "canceled" : "completed", talking));
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
  }

  private void finish(String status, @Nullable Leg party) {
    if (over) {
      return;
    }
    over = true;
    noAnswer.cancel();
    flow.dialled(dial, result(status, party));
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
    }
    return result;
  }
}
