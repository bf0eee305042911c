package dev.agentpay.simulator.world;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A call leg as the control API shows it, with the legs that were dialled from it.
///
/// @param identity of a client leg, without `client:`; empty otherwise
/// @param parameters handed to a client leg by `<Parameter>`, or by the app that called
/// @param sipHeaders that an incoming SIP call brought, or that a dialled SIP party got, decoded
/// @param paymentSid of the open payment on this leg; empty when there is none
/// @param capturing the field whose keys the open payment listens to; empty when none
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

  /// Whether this leg and all that were dialled from it have ended.
  public boolean over() {
    return Leg.Status.ofWire(status).ended() && children.stream().allMatch(CallView::over);
  }
}
