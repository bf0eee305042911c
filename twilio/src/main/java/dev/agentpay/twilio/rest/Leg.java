package dev.agentpay.twilio.rest;

import com.twilio.rest.api.v2010.account.Call;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallDirection;
import dev.agentpay.twilio.CallProgress;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One leg of a call as Twilio's REST tells of it.
///
/// @param parent the leg that dialled this one
record Leg(
    CallSid sid,
    CallDirection direction,
    CallProgress progress,
    String from,
    String to,
    Optional<CallSid> parent) {

  /// @throws RuntimeException when Twilio's answer is none
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

  /// Whether somebody on the telephone network is at its other end. Who withholds the number has a
  /// name there, or a number that is none, or nothing; softphones and PBXs always say what they
  /// are.
  boolean isPstn() {
    final String end = otherEnd().toLowerCase(Locale.ROOT);
    return !end.startsWith("client:") && !end.startsWith("sip:") && !end.startsWith("sips:");
  }

  /// Who is not Twilio: the caller of a leg that came in, the one who was called on others.
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
