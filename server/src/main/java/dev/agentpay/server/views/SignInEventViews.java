package dev.agentpay.server.views;

import dev.agentpay.auth.SignInEvent;
import dev.agentpay.events.AgentId;

/// Converts events of sign-ins to their API form.
final class SignInEventViews {
  private record Ended(AgentId user, String reason) implements EventBody {}

  private SignInEventViews() {}

  static NamedView of(SignInEvent event) {
    return switch (event) {
      case SignInEvent.SignInEnded ended ->
          new NamedView("sign-in-ended", new Ended(ended.user(), ViewJson.wire(ended.reason())));
    };
  }
}
