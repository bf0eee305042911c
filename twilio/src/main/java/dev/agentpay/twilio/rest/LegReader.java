package dev.agentpay.twilio.rest;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.payments.session.Answer.Refused;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.UnacceptedException;
import java.util.List;
import java.util.Optional;

/// Finds the customer's leg by reading a leg, its parent and, if needed, its children from Twilio:
/// one to three requests.
///
/// @see CustomerRule
final class LegReader implements CustomerLegs {
  /// Most children that are read. Twilio lists the newest first, so the live ones are among them.
  static final int MAX_CHILDREN = 50;

  private static final int NOT_FOUND = 404;

  private final TwilioRestClient rest;

  LegReader(TwilioRestClient rest) {
    this.rest = rest;
  }

  @Override
  public Answer of(CallSid sid) {
    try {
      final Leg leg = fetch(sid);
      final Optional<Leg> parent = leg.parent().map(this::fetch);
      final List<Leg> children =
          CustomerRule.asksForChildren(leg, parent) ? children(sid) : List.of();
      return CustomerRule.of(leg, parent, children);
    } catch (UnacceptedException e) {
      return e.answer() instanceof Refused refused && refused.httpStatus() == NOT_FOUND
          ? new Answer.Unknown()
          : new Answer.Unavailable(e.inWords());
    } catch (RuntimeException e) {
      return new Answer.Unavailable(
          "Twilio's answer cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private Leg fetch(CallSid sid) {
    return Leg.of(Call.fetcher(sid.value()).fetch(rest));
  }

  private List<Leg> children(CallSid parent) {
    return Call.reader()
        .setParentCallSid(parent.value())
        .setPageSize((long) MAX_CHILDREN)
        .firstPage(rest)
        .getRecords()
        .stream()
        .map(Leg::of)
        .toList();
  }
}
