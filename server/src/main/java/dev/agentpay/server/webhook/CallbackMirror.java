package dev.agentpay.server.webhook;

import dev.agentpay.twilio.webhook.Form;
import java.util.Map;
import java.util.Optional;

/// Copies status callbacks of Payments for existing clients that listen outside this server.
public interface CallbackMirror {
  /// No existing client listens.
  CallbackMirror NONE =
      new CallbackMirror() {
        @Override
        public Optional<Map<String, String>> copy(Form callback) {
          return Optional.empty();
        }

        @Override
        public void digits(Form callback, Form query) {}
      };

  /// Returns the callback in the form that these clients read, with masked values. The copy is
  /// stored together with the callback. Pure: it must have no side effects.
  Optional<Map<String, String>> copy(Form callback);

  /// Sends a digit update, which is never stored; it may be lost. Neither blocks nor throws.
  ///
  /// @param query parameters of the callback's URL
  void digits(Form callback, Form query);
}
