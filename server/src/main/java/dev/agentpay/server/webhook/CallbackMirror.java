package dev.agentpay.server.webhook;

import dev.agentpay.twilio.webhook.Form;
import java.util.Map;
import java.util.Optional;

/// What existing clients that listen outside are shown of Payments' status callbacks.
public interface CallbackMirror {
  /// Nobody listens outside.
  CallbackMirror NONE =
      new CallbackMirror() {
        @Override
        public Optional<Map<String, String>> copy(Form callback) {
          return Optional.empty();
        }

        @Override
        public void digits(Form callback, Form query) {}
      };

  /// The callback as these clients read it, masked. It is made durable together with the callback.
  /// Pure.
  Optional<Map<String, String>> copy(Form callback);

  /// Shows digits, which are never stored: soon, or not at all. Neither waits nor throws.
  ///
  /// @param query of the address that was called
  void digits(Form callback, Form query);
}
