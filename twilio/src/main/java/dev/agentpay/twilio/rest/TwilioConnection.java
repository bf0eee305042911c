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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection to Twilio's REST API. Opened once, shared by everything that makes requests to
/// Twilio, and closed at the end.
public final class TwilioConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TwilioConnection.class);

  private final TwilioOptions options;
  private final Credentials credentials = new Credentials();
  private final JdkHttpClient http;
  private final TwilioRestClient rest;
  private Optional<JdkHttpClient> syncHttp = Optional.empty();

  private TwilioConnection(TwilioOptions options) {
    this.options = options;
    this.http = http(options, credentials);
    this.rest = rest(options, http);
  }

  /// Creates the client; sends nothing yet.
  public static TwilioConnection open(TwilioOptions options) {
    return new TwilioConnection(options);
  }

  /// Returns the gateway that sends instructions.
  ///
  /// @param ourConnector whether the connector of that name is of kind `ours`; only such a
  ///   connector gets our session id, under which its ledger can be queried later
  public TwilioGateway gateway(Predicate<String> ourConnector) {
    return new RestGateway(rest, new PublicUrl(options.publicUrl()), ourConnector);
  }

  /// Returns whether Twilio refuses the credentials.
  public Credentials credentials() {
    return credentials;
  }

  /// Asks Twilio for something harmless, so that [#credentials] knows whether it accepts them.
  /// Blocks until it has answered or the time is over.
  public void checkCredentials() {
    if (CredentialsCheck.check(rest, options.accountSid())
        instanceof CredentialsCheck.Result.Unknown unknown) {
      LOG.info("Twilio did not say whether it accepts the credentials: {}", unknown.why());
    }
  }

  /// Returns the reader of calls.
  public CallReader calls() {
    return new CallReader(rest);
  }

  /// Returns a function that redirects a live call to one of our webhooks.
  ///
  /// @param webhook path of the webhook
  public CallRecall recall(String webhook) {
    return new CallRedirect(rest, new PublicUrl(options.publicUrl()).webhook(webhook));
  }

  /// Returns the finder of the customer's leg of a call.
  public CustomerLegs legs() {
    return new LegReader(rest);
  }

  /// Returns the writer for Sync. It has its own connections, created on first use, so that a slow
  /// mirror never delays an instruction.
  public synchronized SyncRest sync() {
    final JdkHttpClient separate = syncHttp.orElseGet(() -> http(options, credentials));
    syncHttp = Optional.of(separate);
    return new SyncRest(rest(options, separate));
  }

  static JdkHttpClient http(TwilioOptions options, Credentials credentials) {
    return new JdkHttpClient(
        options.baseUri().map(URI::create),
        options.connectTimeout(),
        options.readTimeout(),
        credentials);
  }

  private static TwilioRestClient rest(TwilioOptions options, JdkHttpClient http) {
    return rest(options, options.apiKey(), options.apiSecret(), http);
  }

  static TwilioRestClient rest(
      TwilioOptions options, String user, String password, JdkHttpClient http) {
    final TwilioRestClient.Builder builder =
        new TwilioRestClient.Builder(user, password)
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
