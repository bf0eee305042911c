package dev.agentpay.simulator;

import java.time.Instant;
import java.util.Map;

/// A dialled leg as the softphone that it rings sees it.
///
/// @param from the number that the softphone shows as caller
/// @param parameters from the `<Parameter>`s of the `<Client>` that was dialled
record SoftphoneLeg(
    String sid,
    String parentSid,
    String from,
    String status,
    Map<String, String> parameters,
    Instant createdAt) {

  static SoftphoneLeg of(Leg leg) {
    return new SoftphoneLeg(
        leg.sid(),
        leg.parent().map(Leg::sid).orElse(""),
        leg.from(),
        leg.status().wire(),
        leg.parameters(),
        leg.created());
  }
}
