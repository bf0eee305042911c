package dev.agentpay.server.webhook;

import dev.agentpay.events.Inbox;
import dev.agentpay.server.http.Bodies;
import dev.agentpay.server.http.Meters;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.http.SafeText;
import dev.agentpay.server.http.WebServer;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.twilio.webhook.BadWebhookException;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.Signatures;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts only webhooks that Twilio has signed. Before the signature is verified, a webhook is
/// parsed only as far as the verification needs.
public final class Webhooks {
  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

  /// Characters of the settings header that an error shows.
  private static final int MAX_SETTINGS = 120;

  private final Signatures signatures;
  private final Optional<String> publicUrl;
  private final String host;
  private final Meters meters;

  /// Handles a webhook after its signature was verified.
  public interface Handler {
    /// @param query parameters of the webhook's URL
    /// @throws BadWebhookException if a required parameter is missing or malformed
    Inbox.Taken take(Form body, Form query);
  }

  public Webhooks(ServerOptions options, Signatures signatures, Meters meters) {
    this.signatures = signatures;
    this.publicUrl = options.publicUrl();
    this.host = options.host();
    this.meters = meters;
  }

  /// @throws ProblemException `FORBIDDEN` if the signature is missing or wrong, `BAD_REQUEST` if
  ///   the signature is right but the content is malformed; nothing has changed then
  public void take(Context ctx, String kind, Handler handler) throws IOException {
    final byte[] bytes = Bodies.read(ctx, Form.MAX_BYTES);
    final String query = Optional.ofNullable(ctx.req().getQueryString()).orElse("");
    final Form body;
    final Form parameters;
    try {
      body = isForm(ctx) ? Form.parse(bytes) : Form.EMPTY;
      parameters = Form.parseQuery(query);
    } catch (BadWebhookException e) {
      // Twilio does not send malformed forms, so it cannot have signed this.
      throw unsigned(kind);
    }
    switch (verify(ctx, query, body)) {
      case VALID -> {}
      case INVALID -> throw unsigned(kind);
      case UNKNOWN_KEY -> throw unknownKey(kind, ctx);
    }
    try {
      final Inbox.Taken taken = handler.take(body, parameters);
      meters.callback(kind, Meters.Callback.of(taken));
      if (taken == Inbox.Taken.NOT_OURS) {
        LOG.info("Acknowledged a {} webhook that belongs to no call or session of ours", kind);
      }
    } catch (BadWebhookException e) {
      meters.callback(kind, Meters.Callback.MALFORMED);
      throw new ProblemException(ProblemType.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      meters.callback(kind, Meters.Callback.FAILED);
      throw e;
    }
  }

  private Signatures.Verdict verify(Context ctx, String query, Form body) {
    final String signature = Optional.ofNullable(ctx.header(Signatures.HEADER)).orElse("");
    final String target =
        query.isEmpty() ? ctx.req().getRequestURI() : ctx.req().getRequestURI() + "?" + query;
    return signatures.verify(
        base(ctx) + target,
        body,
        signature,
        Optional.ofNullable(ctx.header(Signatures.SETTINGS_HEADER)));
  }

  /// Returns the base URL that Twilio calls: the public URL, or without one the address that we
  /// listen on. The request's own headers are never trusted.
  public String base(Context ctx) {
    return publicUrl.orElseGet(() -> WebServer.url(ctx.scheme(), host, ctx.req().getLocalPort()));
  }

  private ProblemException unsigned(String kind) {
    meters.callback(kind, Meters.Callback.UNSIGNED);
    return new ProblemException(
        ProblemType.FORBIDDEN,
        "X-Twilio-Signature is missing or wrong; check that publicUrl is the address that Twilio"
            + " calls, and that the auth token belongs to the account");
  }

  private static boolean isForm(Context ctx) {
    final String type = ctx.req().getContentType();
    return type != null && type.regionMatches(true, 0, "application/x-www-form-urlencoded", 0, 33);
  }

  private ProblemException unknownKey(String kind, Context ctx) {
    meters.callback(kind, Meters.Callback.UNKNOWN_KEY);
    return new ProblemException(
        ProblemType.FORBIDDEN,
        "the webhook is signed with a shared key or an algorithm that is not configured (%s); add"
                .formatted(
                    SafeText.of(
                        String.valueOf(ctx.header(Signatures.SETTINGS_HEADER)), MAX_SETTINGS))
            + " the key to twilio.shared-keys, or remove it from the account's webhook rule");
  }
}
