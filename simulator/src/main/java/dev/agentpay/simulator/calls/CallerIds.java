package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.wire.SipUri;
import dev.agentpay.simulator.world.Leg;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Chooses and checks the caller ID that a dialled party sees
/// (https://www.twilio.com/docs/voice/twiml/dial#callerid).
///
/// On the telephone network it must be a number that the account owns or has verified, or the From
/// or To of the dialling call. The latter is not allowed if that call came in over SIP or from a
/// softphone.
public final class CallerIds {
  /// Twilio's error code for a caller ID that is not allowed.
  private static final int INVALID = 13214;

  private static final Pattern TO_SIP = Pattern.compile("[A-Za-z0-9+_.-]+");

  private final Supplier<? extends Collection<String>> owned;

  /// @param owned the account's numbers and its verified caller IDs
  public CallerIds(Supplier<? extends Collection<String>> owned) {
    this.owned = owned;
  }

  /// The caller ID for a party of this kind.
  ///
  /// @param callerId of the `<Dial>`; empty if it has none
  /// @throws DialRefused if it is not allowed
  String shown(Leg caller, String callerId, Leg.Kind party) {
    return switch (party) {
      case CLIENT -> callerId.isEmpty() ? caller.from() : callerId;
      case SIP -> toSip(caller, callerId);
      case PSTN -> toTelephone(caller, callerId);
    };
  }

  private static String toSip(Leg caller, String callerId) {
    if (!callerId.isEmpty() && !TO_SIP.matcher(callerId).matches()) {
      throw new DialRefused(
          INVALID,
          "Dial: invalid callerId \""
              + callerId
              + "\": SIP allows letters, digits and + - _ . only");
    }
    return callerId.isEmpty() ? caller.from() : callerId;
  }

  private String toTelephone(Leg caller, String callerId) {
    boolean couldBeForged = caller.isInbound() && caller.kind() != Leg.Kind.PSTN;
    final String shown = callerId.isEmpty() ? own(caller) : callerId;
    boolean fromTheCall =
        !couldBeForged
            && (callerId.isEmpty() || shown.equals(caller.from()) || shown.equals(caller.to()));
    if (fromTheCall || owned.get().contains(shown)) {
      return shown;
    }
    throw new DialRefused(
        INVALID,
        "Dial: invalid callerId \""
            + shown
            + "\": use a number that the account owns or has verified"
            + (couldBeForged ? "; From and To of a SIP or softphone call are not allowed" : ""));
  }

  private static String own(Leg caller) {
    return caller.kind() == Leg.Kind.SIP && caller.isInbound()
        ? SipUri.parse(caller.from()).map(SipUri::user).orElse(caller.from())
        : caller.from();
  }
}
