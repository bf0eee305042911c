package dev.agentpay.server;

import dev.agentpay.twilio.Form;

/// Is told of every Payment's status callback whose signature holds and that is durable.
public interface PaymentWatcher {
  /// Takes it without waiting, and throws nothing: Twilio's answer does not depend on it.
  ///
  /// @param query of the address that was called
  void told(Form callback, Form query);
}
