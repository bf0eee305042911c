package dev.agentpay.twilio.rest;

import com.twilio.rest.api.v2010.account.Call;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallDirection;
import dev.agentpay.twilio.CallProgress;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A leg of a call, from Twilio's REST API.
///
/// @param parent the leg that dialled this one
record Leg(
    CallSid sid,
    CallDirection direction,
    CallProgress progress,
    String from,
    String to,
    Optional<CallSid> parent) {

  /// @throws RuntimeException if Twilio's answer is incomplete or malformed
  static Leg of(Call call) {
    return new Leg(
        new CallSid(orEmpty(call.getSid())),
        CallDirection.ofWire(orEmpty(call.getDirection())),
        call.getStatus() == null
            ? CallProgress.OTHER
            : CallProgress.ofWire(call.getStatus().toString()),
        orEmpty(call.getFrom()),
        orEmpty(call.getTo()),
        Optional.ofNullable(call.getParentCallSid()).map(CallSid::new));
  }

  /// Whether the other end is on the telephone network. For withheld numbers Twilio gives a word,
  /// an invalid number or nothing there; softphones and PBXs are always marked as such.
  boolean isPstn() {
    final String end = otherEnd().toLowerCase(Locale.ROOT);
    return !end.startsWith("client:") && !end.startsWith("sip:") && !end.startsWith("sips:");
  }

  /// Returns the end that is not Twilio: the caller of an inbound leg, the called party of others.
  private String otherEnd() {
    return switch (direction) {
      case INBOUND -> from;
      case OUTBOUND_API, OUTBOUND_DIAL -> to;
      case OTHER -> parent.isPresent() ? to : from;
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
