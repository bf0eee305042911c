package dev.agentpay.twilio.rest;

import com.twilio.http.TwilioRestClient;
import dev.agentpay.calls.ports.CallRecall;
import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.payments.TwilioGateway;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.sync.SyncRest;
import dev.agentpay.twilio.webhook.PublicUrl;
import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;

/// The way to Twilio's REST: opened once, shared by everything that asks Twilio for something, and
/// closed at the end.
public final class TwilioConnection implements AutoCloseable {
  private final TwilioOptions options;
  private final JdkHttpClient http;
  private final TwilioRestClient rest;
  private Optional<JdkHttpClient> syncHttp = Optional.empty();

  private TwilioConnection(TwilioOptions options) {
    this.options = options;
    this.http = http(options);
    this.rest = rest(options, http);
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

  /// What has a call ask one of our webhooks at once.
  ///
  /// @param webhook its path
  public CallRecall recall(String webhook) {
    return new CallRedirect(rest, new PublicUrl(options.publicUrl()).webhook(webhook));
  }

  /// What finds the customer's leg of a call.
  public CustomerLegs legs() {
    return new LegReader(rest);
  }

  /// What writes to Sync. Its connections are its own, so that a mirror that falls behind keeps no
  /// instruction waiting for its turn; they are there from the first time on that it is asked for.
  public synchronized SyncRest sync() {
    final JdkHttpClient apart = syncHttp.orElseGet(() -> http(options));
    syncHttp = Optional.of(apart);
    return new SyncRest(rest(options, apart));
  }

  private static JdkHttpClient http(TwilioOptions options) {
    return new JdkHttpClient(
        options.baseUri().map(URI::create), options.connectTimeout(), options.readTimeout());
  }

  private static TwilioRestClient rest(TwilioOptions options, JdkHttpClient http) {
    final TwilioRestClient.Builder builder =
        new TwilioRestClient.Builder(options.apiKey(), options.apiSecret())
            .accountSid(options.accountSid())
            .httpClient(http);
    options.region().ifPresent(builder::region);
    options.edge().ifPresent(builder::edge);
    return builder.build();
  }

  @Override
  public synchronized void close() {
    syncHttp.ifPresent(JdkHttpClient::close);
    http.close();
  }
}
