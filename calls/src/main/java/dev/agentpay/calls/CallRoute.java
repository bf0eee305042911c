package dev.agentpay.calls;

/// How the customer's call reaches an agent.
public enum CallRoute {
  /// A customer calls, and an agent's softphone in the browser rings.
  SOFTPHONE,
  /// A customer calls, and a PBX is dialled over SIP.
  SIP_IN,
  /// A PBX calls over SIP, and the customer is dialled.
  SIP_OUT,
  /// A customer calls, and an agent's own telephone is dialled.
  FORWARD,
  /// An agent calls from the softphone, and the customer is dialled.
  DIAL_OUT,
  /// Other TwiML placed the call, such as Flex or an IVR of the account. We get no callbacks, so we
  /// ask Twilio.
  FOREIGN
}
