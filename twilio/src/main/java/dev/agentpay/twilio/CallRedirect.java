package dev.agentpay.twilio;

import com.twilio.http.HttpMethod;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import dev.agentpay.core.CallRecall;
import dev.agentpay.core.CallSid;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leads a live call away from what it hears to an address that says what comes next.
///
/// @see <a
///   href="https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource">Twilio:
///   update a Call</a>
final class CallRedirect implements CallRecall {
  private static final Logger LOG = LoggerFactory.getLogger(CallRedirect.class);

  private final TwilioRestClient rest;
  private final URI address;

  /// @param address that is asked for TwiML, with POST
  CallRedirect(TwilioRestClient rest, URI address) {
    this.rest = rest;
    this.address = address;
  }

  @Override
  public void recall(CallSid call) {
    try {
      Call.updater(call.value()).setUrl(address).setMethod(HttpMethod.POST).update(rest);
    } catch (UnacceptedException e) {
      LOG.info("call {} hears its music to the end: {}", call, e.answer());
    } catch (RuntimeException e) {
      LOG.info("call {}: Twilio's answer cannot be read: {}", call, e.getClass().getSimpleName());
    }
  }
}
