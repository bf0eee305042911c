package dev.agentpay.twilio.rest;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import dev.agentpay.calls.ports.CallEnds;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.CallProgress;
import dev.agentpay.twilio.UnacceptedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks up calls at Twilio. Blocks until there is an answer; never throws.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/call-resource">Twilio: Call resource</a>
public final class CallReader implements CallEnds {
  private static final int NOT_FOUND = 404;

  private final TwilioRestClient rest;

  CallReader(TwilioRestClient rest) {
    this.rest = rest;
  }

  /// Returns the current state of a call.
  public CallLookup fetch(CallSid sid) {
    try {
      final Call call = Call.fetcher(sid.value()).fetch(rest);
      return new CallLookup.Found(
          sid,
          call.getStatus() == null
              ? CallProgress.OTHER
              : CallProgress.ofWire(call.getStatus().toString()),
          orEmpty(call.getFrom()),
          orEmpty(call.getTo()),
          Optional.ofNullable(call.getParentCallSid()).map(CallSid::new));
    } catch (UnacceptedException e) {
      return e.answer() instanceof Answer.Refused refused && refused.httpStatus() == NOT_FOUND
          ? new CallLookup.Unknown()
          : new CallLookup.Unavailable(e.inWords());
    } catch (RuntimeException e) {
      return new CallLookup.Unavailable(
          "Twilio's answer cannot be read: " + e.getClass().getSimpleName());
    }
  }

  @Override
  public Optional<String> of(CallSid call) {
    return switch (fetch(call)) {
      case CallLookup.Found found when found.progress().isOver() ->
          Optional.of(found.progress().wire());
      case CallLookup.Unknown _ -> Optional.of("unknown");
      case CallLookup.Found _, CallLookup.Unavailable _ -> Optional.empty();
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
