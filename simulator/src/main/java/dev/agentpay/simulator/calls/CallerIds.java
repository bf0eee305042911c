package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.wire.SipUri;
import dev.agentpay.simulator.world.Leg;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Whom a dialled party sees as its caller, and who may be shown
/// (https://www.twilio.com/docs/voice/twiml/dial#callerid): over the telephone network only a
/// number that the account owns or has verified, or one of the call that dials, unless that call
/// came in over SIP or from a softphone.
public final class CallerIds {
  /// An account shows what it owns; 13214 in Twilio's error log.
  private static final int INVALID = 13214;

  private static final Pattern TO_SIP = Pattern.compile("[A-Za-z0-9+_.-]+");

  private final Supplier<? extends Collection<String>> owned;

  /// @param owned the account's numbers and those that it has verified
  public CallerIds(Supplier<? extends Collection<String>> owned) {
    this.owned = owned;
  }

  /// @param callerId as the `<Dial>` gives it; empty when it gives none
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
          "Dial: invalid callerId \"" + callerId + "\": letters, digits and + - _ . go over SIP");
    }
    return callerId.isEmpty() ? caller.from() : callerId;
  }

  private String toTelephone(Leg caller, String callerId) {
    boolean couldBeForged = caller.isInbound() && caller.kind() != Leg.Kind.PSTN;
    var shown = callerId.isEmpty() ? own(caller) : callerId;
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
            + "\": give a number that the account owns or has verified"
            + (couldBeForged ? "; one of the call itself will not do, it came in over IP" : ""));
  }

  private static String own(Leg caller) {
    return caller.kind() == Leg.Kind.SIP && caller.isInbound()
        ? SipUri.parse(caller.from()).map(SipUri::user).orElse(caller.from())
        : caller.from();
  }
}
