package dev.agentpay.server;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/// What the agent's page must know before it can offer anything.
final class DeskRoutes {
  private final Requests requests;
  private final DeskView view;

  /// @param softphone how the page answers calls
  private record DeskView(
      List<ConnectorView> connectors,
      String defaultConnector,
      String defaultCurrency,
      SoftphoneView softphone,
      boolean claimBySid) {}

  private record ConnectorView(String name, String kind) {}

  private record SoftphoneView(String kind, String url, boolean canDial) {}

  DeskRoutes(ServerOptions options, Requests requests) {
    this.requests = requests;
    this.view =
        new DeskView(
            options.connectors().stream()
                .map(c -> new ConnectorView(c.name(), c.kind().name().toLowerCase(Locale.ROOT)))
                .toList(),
            options.defaultConnector(),
            options.defaultCurrency(),
            softphone(options.desk().softphone()),
            options.desk().claimsBySid());
  }

  private static SoftphoneView softphone(SoftphoneOptions options) {
    return switch (options) {
      case SoftphoneOptions.None _ -> new SoftphoneView("none", "", false);
      case SoftphoneOptions.Simulated(String url) -> new SoftphoneView("simulator", url, true);
      case SoftphoneOptions.Twilio twilio -> new SoftphoneView("twilio", "", twilio.canDial());
    };
  }

  void desk(Context ctx) {
    requests.answer(ctx, view);
  }
}
