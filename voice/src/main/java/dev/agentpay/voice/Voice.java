package dev.agentpay.voice;

import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallInput;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.NextStep;
import dev.agentpay.calls.Queueing;
import dev.agentpay.calls.Ring;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.twilio.CallProgress;
import dev.agentpay.twilio.ClientIdentity;
import dev.agentpay.twilio.PhoneNumbers;
import dev.agentpay.twilio.UserToUser;
import dev.agentpay.twilio.twiml.Twiml;
import dev.agentpay.twilio.webhook.DialEnded;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PublicUrl;
import dev.agentpay.twilio.webhook.Refer;
import dev.agentpay.twilio.webhook.VoiceRequest;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers Twilio's requests for instructions with TwiML. A repeated request gets the same answer.
/// Blocks until the changes are durable.
public final class Voice {
  /// Path for calls to a number or a SIP domain.
  public static final String INCOMING = "/twilio/voice/incoming";

  /// Path to which a waiting caller is redirected when an agent is ready.
  public static final String RECALLED = "/twilio/voice/recalled";

  /// Path for calls from a softphone: the voice URL of the TwiML app.
  public static final String SOFTPHONE = "/twilio/voice/softphone";

  /// Path that is requested when a dial has ended.
  public static final String DIAL_ENDED = "/twilio/voice/dial-ended";

  /// Path that is requested when a PBX transfers a call.
  public static final String REFER = "/twilio/voice/refer";

  /// Path for status callbacks about legs.
  public static final String CALL_STATUS = "/twilio/calls/status";

  /// Maximum time on hold. It also ends a loop of hold music that nobody would notice.
  static final Duration MAX_WAIT = Duration.ofMinutes(30);

  private static final String CLIENT = "client:";

  private static final Logger LOG = LoggerFactory.getLogger(Voice.class);

  private final VoiceOptions options;
  private final Calls calls;
  private final Transfer transfer;

  public Voice(VoiceOptions options, Calls calls, Claims claims) {
    this.options = options;
    this.calls = calls;
    this.transfer = new Transfer(options, calls, claims);
  }

  /// Returns the reader of the numbers in webhooks.
  public PhoneNumbers numbers() {
    return options.numbers();
  }

  /// Answers a call to a number or a SIP domain.
  public String incoming(VoiceRequest call, PublicUrl here, Origin origin) {
    final Optional<Route> route = routeOfWaitingCall(call).or(() -> options.routes().of(call));
    if (route.isEmpty()) {
      LOG.warn("Rejected a call to {}: no route is configured for it", call.to());
      return reject(call, origin);
    }
    return take(route.get(), call, here, origin);
  }

  /// Answers a waiting caller who was redirected because an agent is ready.
  public String recalled(VoiceRequest call, PublicUrl here, Origin origin) {
    final NextStep step = calls.next(new CallInput.RecallWebhook(call.call(), queueing()), origin);
    return answer(step, call, here);
  }

  /// A waiting caller keeps the softphone route, even if they arrived at another URL. A call is in
  /// progress only if it was answered before, with hold music.
  private Optional<Route> routeOfWaitingCall(VoiceRequest call) {
    return call.progress() == CallProgress.IN_PROGRESS
        ? calls
            .find(call.call())
            .filter(known -> known.route() == CallRoute.SOFTPHONE)
            .map(_ -> new Route.Softphones())
        : Optional.empty();
  }

  /// Answers a call on the given route, whatever number was called.
  public String take(Route route, VoiceRequest call, PublicUrl here, Origin origin) {
    final Dials dials = new Dials(here, options.ringFor());
    return switch (route) {
      case Route.Softphones _ -> {
        final CallInput arrived =
            new CallInput.CallerArrived(call.call(), call.from(), call.to(), queueing());
        yield answer(calls.next(arrived, origin), call, here);
      }
      case Route.SipIn sip -> sipIn(sip, call, dials, origin);
      case Route.SipOut sip -> sipOut(sip, call, dials);
      case Route.Forward(String number) -> forward(number, call, here, origin);
    };
  }

  /// Rings this telephone for a customer's call. It belongs to an agent, or to nobody whom we know.
  public String forward(String number, VoiceRequest call, PublicUrl here, Origin origin) {
    final Dials dials = new Dials(here, options.ringFor());
    final Optional<AgentId> agent = Optional.ofNullable(options.phones().get(number));
    if (agent.isEmpty()) {
      LOG.warn("Forwarding a call to a telephone that is not assigned to an agent");
      calls.change(begun(arrived(call, CallRoute.FORWARD, Optional.empty())), origin);
      return dials.telephone(number);
    }
    final NextStep step =
        calls.next(
            new CallInput.CallForwarded(call.call(), call.from(), call.to(), agent.get()), origin);
    return step instanceof NextStep.Dial(Ring ring)
        ? dials.telephone(number, ring)
        : answer(step, call, here);
  }

  /// Dials a customer for an agent's softphone.
  public String dialOut(VoiceRequest call, PublicUrl here) {
    final Optional<String> number = call.calledNumber();
    final Optional<AgentId> agent = agent(call.from());
    if (number.isEmpty() || agent.isEmpty()) {
      return Twiml.say("This is not a telephone number that can be called.");
    }
    return new Dials(here, options.ringFor())
        .dialOut(
            number.get(),
            agent.get(),
            options.callerIds().choose(Optional.empty(), Optional.empty()));
  }

  /// Answers the end of a dial: rings the next agent, plays hold music, or ends the call.
  ///
  /// @param query query of the requested URL
  public String dialEnded(DialEnded dial, Form query, PublicUrl here, Origin origin) {
    final NextStep step =
        calls.next(
            new CallInput.DialEnded(
                dial.call(),
                query.filled(Dials.RING).flatMap(Voice::number),
                dial.wasAnswered(),
                dial.progress() == CallProgress.CANCELED,
                dial.progress().wire(),
                queueing()),
            origin);
    return switch (step) {
      case NextStep.Dial(Ring ring) ->
          new Dials(here, options.ringFor()).softphone(dial.call(), ring);
      case NextStep.Wait _ -> music(here);
      case NextStep.End(boolean hangsUp) -> hangsUp ? Twiml.hangup() : Twiml.busy();
    };
  }

  /// A value that we never write into a URL matches no ring.
  private static Optional<Long> number(String ring) {
    return ring.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(ring)) : Optional.of(-1L);
  }

  /// Transfers a customer on a PBX's request.
  ///
  /// @param query query of the requested URL
  public String refer(Refer refer, Form query, PublicUrl here) {
    return transfer.answer(refer, query, new Dials(here, options.ringFor()));
  }

  private String sipIn(Route.SipIn route, VoiceRequest call, Dials dials, Origin origin) {
    final Uui uui = new Uui(call.call().value());
    final String twiml;
    try {
      twiml =
          dials.pbx(
              call.calledNumber().orElseGet(() -> SipUser.of(call.to())),
              route.domain(),
              LegTag.pbx(CallRoute.SIP_IN, Optional.of(uui)),
              Optional.of(call.call()),
              Optional.of(header(route.id(), uui, call)),
              route.refer());
    } catch (IllegalArgumentException e) {
      LOG.warn("Rejected a call: cannot dial the PBX: {}", e.getMessage());
      return reject(call, origin);
    }
    calls.change(
        new CallInput.CustomerLeg(
            arrived(call, CallRoute.SIP_IN, Optional.of(uui)),
            phoneOf(call.calledNumber()),
            false,
            Optional.empty()),
        origin);
    return twiml;
  }

  private static String header(Route.SipIn.Id id, Uui uui, VoiceRequest call) {
    return switch (id) {
      case HEX -> UserToUser.header(uui.value());
      case PLAIN -> uui.value();
      // A carrier's text that does not fit into a header must not fail the call.
      case TOLL_FREE ->
          call.tollFreeLocation().map(String::strip).flatMap(Uui::of).orElse(uui).value();
    };
  }

  /// The PBX's own leg is not the customer's: nothing is recorded until the customer is dialled.
  private String sipOut(Route.SipOut route, VoiceRequest call, Dials dials) {
    final Optional<String> number = call.calledNumber();
    if (number.isEmpty()) {
      LOG.warn("Rejected a call from a PBX: it does not name a telephone number");
      return Twiml.busy();
    }
    return dials.customer(
        number.get(),
        phoneOf(call.callerNumber()),
        route.isMatched() ? call.uui().flatMap(Uui::of) : Optional.empty(),
        options.callerIds().choose(route.callerId(), call.callerNumber()),
        route.refer());
  }

  private String answer(NextStep step, VoiceRequest call, PublicUrl here) {
    return switch (step) {
      case NextStep.Dial(Ring ring) ->
          new Dials(here, options.ringFor()).softphone(call.call(), ring);
      case NextStep.Wait _ -> music(here);
      case NextStep.End(boolean hangsUp) -> hangsUp ? Twiml.hangup() : rejection(call);
    };
  }

  private Queueing queueing() {
    return options.music().isPresent() ? Queueing.upTo(MAX_WAIT) : Queueing.NONE;
  }

  private String music(PublicUrl here) {
    return Twiml.queue(options.music().orElseThrow(), here.webhook(INCOMING));
  }

  private String reject(VoiceRequest call, Origin origin) {
    calls.handle(new CallInput.CallRejected(call.call()), origin);
    return rejection(call);
  }

  /// Only a call that has not been answered can be rejected as busy.
  private static String rejection(VoiceRequest call) {
    return call.progress() == CallProgress.IN_PROGRESS ? Twiml.hangup() : Twiml.busy();
  }

  private static CallInput begun(CallEvent.CallArrived arrived) {
    return new CallInput.CustomerLeg(arrived, Optional.empty(), false, Optional.empty());
  }

  /// The agent whose telephone at the PBX has this number. They own the call from the start.
  private Optional<AgentId> phoneOf(Optional<String> number) {
    return number.map(options.phones()::get);
  }

  private static CallEvent.CallArrived arrived(
      VoiceRequest call, CallRoute route, Optional<Uui> uui) {
    return new CallEvent.CallArrived(
        call.call(), call.from(), call.to(), route, uui, Optional.empty());
  }

  private static Optional<AgentId> agent(String from) {
    return from.startsWith(CLIENT)
        ? ClientIdentity.agent(from.substring(CLIENT.length()))
        : Optional.empty();
  }
}
