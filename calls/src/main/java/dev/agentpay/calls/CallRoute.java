package dev.agentpay.calls;

/// The way on which a customer's call and an agent meet.
public enum CallRoute {
  /// A customer called, and an agent's softphone in the browser is rung.
  SOFTPHONE,
  /// A customer called, and a PBX is dialled over SIP.
  SIP_IN,
  /// A PBX called over SIP, and the customer is dialled.
  SIP_OUT,
  /// A customer called, and an agent's own telephone is dialled.
  FORWARD,
  /// An agent called from the softphone, and the customer is dialled.
  DIAL_OUT,
  /// Somebody else's TwiML placed the call: Flex, an IVR of the account. Nobody tells us of it, so
  /// Twilio is asked.
  FOREIGN
}
