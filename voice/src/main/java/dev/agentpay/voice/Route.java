package dev.agentpay.voice;

import java.util.Optional;

/// What to do with calls to a number or a SIP domain.
public sealed interface Route {
  /// Ring the softphones of ready agents.
  record Softphones() implements Route {}

  /// Dial a PBX over SIP.
  ///
  /// @param domain the PBX's domain, with a port and URI parameters if needed
  /// @param id the content of the `User-to-User` header
  /// @param refer whether the PBX may transfer the call by REFER
  record SipIn(String domain, Id id, boolean refer) implements Route {

    /// Content of the `User-to-User` header that the PBX receives.
    public enum Id {
      /// The CallSid in hex encoding, as RFC 7433 specifies.
      HEX,
      /// The CallSid as plain text, for a PBX that does not decode hex.
      PLAIN,
      /// The location of a mobile caller to a toll-free number. It does not identify the call, so
      /// claims use the CallSid.
      TOLL_FREE
    }
  }

  /// A PBX calls over SIP: dial the number that it names.
  ///
  /// @param callerId the caller ID that the customer sees; empty: chosen by [CallerIds]
  /// @param isMatched whether to read the PBX's UUI; if not, the call has no owner until it is
  ///   claimed
  /// @param refer whether the PBX may transfer the call by REFER
  record SipOut(Optional<String> callerId, boolean isMatched, boolean refer) implements Route {}

  /// Ring an agent's own telephone.
  ///
  /// @param number in E.164 form
  record Forward(String number) implements Route {}
}
