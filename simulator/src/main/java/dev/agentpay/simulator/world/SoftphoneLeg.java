package dev.agentpay.simulator.world;

import java.time.Instant;
import java.util.Map;

/// A leg to or from a softphone, from the softphone's point of view.
///
/// @param direction `inbound` rings here, `outbound` was dialled from here
/// @param from the caller ID that the softphone shows
/// @param to the dialled address; for an inbound leg, the softphone itself
/// @param parameters the `<Parameter>`s of the dialled `<Client>`, or those passed when the
///   softphone dialled
public record SoftphoneLeg(
    String sid,
    String parentSid,
    String direction,
    String from,
    String to,
    String status,
    Map<String, String> parameters,
    Instant createdAt) {

  public static SoftphoneLeg of(Leg leg) {
    return new SoftphoneLeg(
        leg.sid(),
        leg.parent().map(Leg::sid).orElse(""),
        leg.isInbound() ? "outbound" : "inbound",
        leg.from(),
        leg.to(),
        leg.status().wire(),
        leg.parameters(),
        leg.created());
  }
}
