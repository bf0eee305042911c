package dev.agentpay.voice;

import java.util.Optional;

/// What becomes of the calls to a number or a SIP domain.
public sealed interface Route {
  /// They ring the softphones of agents who are ready.
  record Softphones() implements Route {}

  /// They are dialled on to a PBX over SIP.
  ///
  /// @param domain of the PBX, with a port and URI parameters if it needs them
  /// @param id what the PBX gets to know the call by
  /// @param refer whether the PBX may hand the call over by REFER
  record SipIn(String domain, Id id, boolean refer) implements Route {

    /// What stands in the `User-to-User` header that a PBX gets.
    public enum Id {
      /// The CallSid in hex, as RFC 7433 has it.
      HEX,
      /// The CallSid as it is, for a PBX that does not decode.
      PLAIN,
      /// Where a mobile caller to a toll-free number is. It names no call: the CallSid is what a
      /// claim goes by.
      TOLL_FREE
    }
  }

  /// They come from a PBX over SIP, and the number that it names is dialled.
  ///
  /// @param callerId the number that the customer sees; empty: by the rules of [CallerIds]
  /// @param isMatched whether the PBX's UUI is looked for; if not, the call is nobody's until it is
  ///   claimed
  /// @param refer whether the PBX may hand the call over by REFER
  record SipOut(Optional<String> callerId, boolean isMatched, boolean refer) implements Route {}

  /// They ring an agent's own telephone.
  ///
  /// @param number as E.164
  record Forward(String number) implements Route {}
}
