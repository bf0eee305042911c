package dev.agentpay.simulator.world;

import java.time.Instant;
import java.util.Map;

/// A leg to or from a softphone, as the softphone sees it.
///
/// @param direction `inbound` rings here, `outbound` was dialled from here
/// @param from the number that the softphone shows as caller
/// @param to whom it has dialled; itself when it rings
/// @param parameters from the `<Parameter>`s of the `<Client>` that was dialled, or as dialled with
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
