package dev.agentpay.server.api;

import dev.agentpay.payments.values.Currencies;
import dev.agentpay.server.http.Requests;
import dev.agentpay.server.options.ConnectorOption;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.SoftphoneOptions;
import io.javalin.http.Context;
import java.util.Currency;
import java.util.List;

/// API route with the settings that the agent's page needs at start.
public final class DeskRoutes {
  private final Requests requests;
  private final DeskView view;

  /// @param softphone how the page answers calls
  private record DeskView(
      List<ConnectorView> connectors,
      String defaultConnector,
      String defaultCurrency,
      List<CurrencyView> currencies,
      int inputTimeoutSeconds,
      List<String> validCardTypes,
      List<String> typeTwice,
      SoftphoneView softphone,
      boolean claimBySid) {}

  /// @param kind `ours` if we can ask a ledger how a payment ended, otherwise `hosted`
  /// @param vendor of a hosted connector, such as `stripe`; empty if not configured
  private record ConnectorView(String name, String kind, String vendor) {
    static ConnectorView of(ConnectorOption option) {
      final String[] kind = option.kind().name().split(":", 2);
      return new ConnectorView(option.name(), kind[0], kind.length > 1 ? kind[1] : "");
    }
  }

  /// @param decimals number of decimals of an amount
  private record CurrencyView(String code, int decimals) {
    static CurrencyView of(Currency currency) {
      return new CurrencyView(currency.getCurrencyCode(), currency.getDefaultFractionDigits());
    }
  }

  private record SoftphoneView(String kind, String url, boolean canDial) {}

  public DeskRoutes(ServerOptions options, Requests requests) {
    this.requests = requests;
    this.view =
        new DeskView(
            options.connectors().stream().map(ConnectorView::of).toList(),
            options.defaultConnector(),
            options.defaultCurrency(),
            Currencies.all().stream().map(CurrencyView::of).toList(),
            options.payments().inputTimeoutSeconds(),
            options.payments().acceptedCardTypes(),
            options.payments().typeTwice(),
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

  public void desk(Context ctx) {
    requests.answer(ctx, view);
  }
}
