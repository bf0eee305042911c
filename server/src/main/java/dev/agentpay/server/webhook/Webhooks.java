package dev.agentpay.server.webhook;

import dev.agentpay.events.Inbox;
import dev.agentpay.server.http.Bodies;
import dev.agentpay.server.http.Meters;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.http.Web;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.twilio.webhook.BadWebhookException;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.Signatures;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets in what Twilio has signed and nothing else. Before the signature holds, a webhook is only
/// taken apart as far as the signature needs it.
public final class Webhooks {
  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

  private final Signatures signatures;
  private final Optional<String> publicUrl;
  private final String host;
  private final Meters meters;

  /// What a webhook is about, and what becomes of it.
  public interface Handler {
    /// @param query of its URL
    /// @throws BadWebhookException when it does not say what it is about
    Inbox.Taken take(Form body, Form query);
  }

  public Webhooks(ServerOptions options, Signatures signatures, Meters meters) {
    this.signatures = signatures;
    this.publicUrl = options.publicUrl();
    this.host = options.host();
    this.meters = meters;
  }

  /// @throws ProblemException `FORBIDDEN` when the signature is missing or does not hold,
  ///   `BAD_REQUEST` when it holds and there is still no reading it; nothing has changed then
  public void take(Context ctx, String kind, Handler handler) throws IOException {
    final byte[] bytes = Bodies.read(ctx, Form.MAX_BYTES);
    final String query = Optional.ofNullable(ctx.req().getQueryString()).orElse("");
    final Form body;
    final Form parameters;
    try {
      body = isForm(ctx) ? Form.parse(bytes) : Form.EMPTY;
      parameters = Form.parseQuery(query);
    } catch (BadWebhookException e) {
      // Twilio does not send such things, so nobody can have signed it.
      throw unsigned(kind);
    }
    if (!isSigned(ctx, query, body)) {
      throw unsigned(kind);
    }
    try {
      final Inbox.Taken taken = handler.take(body, parameters);
      meters.callback(kind, Meters.Callback.of(taken));
      if (taken == Inbox.Taken.NOT_OURS) {
        LOG.info("a {} webhook is about nothing of ours; it is acknowledged", kind);
      }
    } catch (BadWebhookException e) {
      meters.callback(kind, Meters.Callback.MALFORMED);
      throw new ProblemException(ProblemType.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      meters.callback(kind, Meters.Callback.FAILED);
      throw e;
    }
  }

  private boolean isSigned(Context ctx, String query, Form body) {
    final String signature = Optional.ofNullable(ctx.header(Signatures.HEADER)).orElse("");
    final String target =
        query.isEmpty() ? ctx.req().getRequestURI() : ctx.req().getRequestURI() + "?" + query;
    return signatures.holds(base(ctx) + target, body, signature);
  }

  /// Without a public URL the address that is listened on; never what a request says of itself.
  public String base(Context ctx) {
    return publicUrl.orElseGet(() -> Web.url(host, ctx.req().getLocalPort()));
  }

  private ProblemException unsigned(String kind) {
    meters.callback(kind, Meters.Callback.UNSIGNED);
    return new ProblemException(
        ProblemType.FORBIDDEN,
        "X-Twilio-Signature is missing or does not hold: is publicUrl what Twilio calls, and the"
            + " auth token the account's?");
  }

  private static boolean isForm(Context ctx) {
    final String type = ctx.req().getContentType();
    return type != null && type.regionMatches(true, 0, "application/x-www-form-urlencoded", 0, 33);
  }
}
