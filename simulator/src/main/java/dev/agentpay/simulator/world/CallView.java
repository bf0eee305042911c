package dev.agentpay.simulator.world;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Immutable snapshot of a call leg, as the control API shows it, with the legs that were dialled
/// from it.
///
/// @param identity of a client leg, without `client:`; empty otherwise
/// @param parameters of a client leg: the `<Parameter>`s it was dialled with, or those its app
///   passed when it called
/// @param sipHeaders headers of an incoming SIP call, or those sent to a dialled SIP party, decoded
/// @param paymentSid of the open payment on this leg; empty if there is none
/// @param capturing the field that the open payment is capturing; empty if none
/// @param hears what the person at the end of this leg hears
public record CallView(
    String sid,
    String parentSid,
    String kind,
    String direction,
    String from,
    String to,
    String identity,
    String status,
    Instant createdAt,
    Map<String, String> parameters,
    Map<String, String> sipHeaders,
    String paymentSid,
    String capturing,
    LineAudio hears,
    List<CallView> children) {
  public CallView {
    parameters = Map.copyOf(parameters);
    sipHeaders = Map.copyOf(sipHeaders);
    children = List.copyOf(children);
  }

  /// Whether this leg and all legs that were dialled from it have ended.
  public boolean over() {
    return Leg.Status.ofWire(status).ended() && children.stream().allMatch(CallView::over);
  }
}
