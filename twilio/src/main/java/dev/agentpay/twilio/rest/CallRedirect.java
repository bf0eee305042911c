package dev.agentpay.twilio.rest;

import com.twilio.http.HttpMethod;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import dev.agentpay.calls.ports.CallRecall;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.UnacceptedException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Redirects a live call to one of our webhooks, which says what the call does next.
///
/// @see <a
///   href="https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource">Twilio:
///   update a Call</a>
final class CallRedirect implements CallRecall {
  private static final Logger LOG = LoggerFactory.getLogger(CallRedirect.class);

  private final TwilioRestClient rest;
  private final URI address;

  /// @param address webhook that returns TwiML, requested with POST
  CallRedirect(TwilioRestClient rest, URI address) {
    this.rest = rest;
    this.address = address;
  }

  @Override
  public boolean recall(CallSid call) {
    try {
      Call.updater(call.value()).setUrl(address).setMethod(HttpMethod.POST).update(rest);
      return true;
    } catch (UnacceptedException e) {
      LOG.info("Cannot redirect call {}: {}", call, e.answer());
      return e.answer() instanceof Answer.Refused;
    } catch (RuntimeException e) {
      LOG.info(
          "Cannot redirect call {}: Twilio's answer cannot be read: {}",
          call,
          e.getClass().getSimpleName());
      return true;
    }
  }
}
