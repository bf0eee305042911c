package dev.agentpay.twilio;

import com.twilio.http.TwilioRestClient;
import dev.agentpay.core.CustomerLegs;
import dev.agentpay.core.TwilioGateway;
import java.net.URI;
import java.util.function.Predicate;

/// The way to Twilio's REST: opened once, shared by everything that asks Twilio for something, and
/// closed at the end.
public final class TwilioConnection implements AutoCloseable {
  private final TwilioOptions options;
  private final JdkHttpClient http;
  private final TwilioRestClient rest;

  private TwilioConnection(TwilioOptions options) {
    this.options = options;
    this.http =
        new JdkHttpClient(
            options.baseUri().map(URI::create), options.connectTimeout(), options.readTimeout());
    final TwilioRestClient.Builder builder =
        new TwilioRestClient.Builder(options.apiKey(), options.apiSecret())
            .accountSid(options.accountSid())
            .httpClient(http);
    options.region().ifPresent(builder::region);
    options.edge().ifPresent(builder::edge);
    this.rest = builder.build();
  }

  /// Opens it; nothing is sent yet.
  public static TwilioConnection open(TwilioOptions options) {
    return new TwilioConnection(options);
  }

  /// What carries instructions.
  ///
  /// @param ourConnector whether the connector of that name is of kind `ours`, so that it gets our
  ///   session id and its ledger can be asked by it
  public TwilioGateway gateway(Predicate<String> ourConnector) {
    return new RestGateway(rest, new PublicUrl(options.publicUrl()), ourConnector);
  }

  /// What reads calls.
  public CallReader calls() {
    return new CallReader(rest);
  }

  /// What finds the customer's leg of a call.
  public CustomerLegs legs() {
    return new LegReader(rest);
  }

  @Override
  public void close() {
    http.close();
  }
}
