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

/// Answers a call that asks what to do, in TwiML. Twilio may ask again what it has asked before; it
/// gets the same answer. Blocks until what it changed is durable.
public final class Voice {
  /// Where Twilio asks for calls to a number or a SIP domain.
  public static final String INCOMING = "/twilio/voice/incoming";

  /// Where it asks for a caller who waited, when it was told that somebody is ready.
  public static final String RECALLED = "/twilio/voice/recalled";

  /// Where it asks when an agent dials from a softphone: the voice URL of the TwiML app.
  public static final String SOFTPHONE = "/twilio/voice/softphone";

  /// Where it asks what follows a dial.
  public static final String DIAL_ENDED = "/twilio/voice/dial-ended";

  /// Where it asks when a PBX hands a call over.
  public static final String REFER = "/twilio/voice/refer";

  /// Where it tells how far a leg has got.
  public static final String CALL_STATUS = "/twilio/calls/status";

  /// Nobody waits longer than this for an agent; it also ends a loop that nobody would notice.
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

  /// A call reached a number or a SIP domain.
  public String incoming(VoiceRequest call, PublicUrl here, Origin origin) {
    final Optional<Route> route = goesOn(call).or(() -> options.routes().of(call));
    if (route.isEmpty()) {
      LOG.warn("there is no route for calls to {}: they are turned away", call.to());
      return turnAway(call, origin);
    }
    return take(route.get(), call, here, origin);
  }

  /// A caller who waited was told that somebody is ready, and asks.
  public String recalled(VoiceRequest call, PublicUrl here, Origin origin) {
    final NextStep step = calls.next(new CallInput.RecallWebhook(call.call(), queueing()), origin);
    return answer(step, call, here);
  }

  /// A caller who waited asks again: the call goes on as it came, also when it did not come here.
  /// Who asks for the first time has not been answered yet.
  private Optional<Route> goesOn(VoiceRequest call) {
    return call.progress() == CallProgress.IN_PROGRESS
        ? calls
            .find(call.call())
            .filter(known -> known.route() == CallRoute.SOFTPHONE)
            .map(_ -> new Route.Softphones())
        : Optional.empty();
  }

  /// A call takes this route, whatever was called.
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

  /// A customer calls, and this telephone is to be rung: its agent's, or one of which we do not
  /// know whose it is.
  public String forward(String number, VoiceRequest call, PublicUrl here, Origin origin) {
    final Dials dials = new Dials(here, options.ringFor());
    final Optional<AgentId> agent = Optional.ofNullable(options.phones().get(number));
    if (agent.isEmpty()) {
      LOG.warn("a call is forwarded to a telephone that is no agent's: it is nobody's call");
      calls.change(began(arrived(call, CallRoute.FORWARD, Optional.empty())), origin);
      return dials.telephone(number);
    }
    final NextStep step =
        calls.next(
            new CallInput.CallForwarded(call.call(), call.from(), call.to(), agent.get()), origin);
    return step instanceof NextStep.Dial(Ring ring)
        ? dials.telephone(number, ring)
        : answer(step, call, here);
  }

  /// An agent dials a customer from the softphone.
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

  /// A dial is over: the next agent is rung when nobody took the call, else the call is over too.
  ///
  /// @param query of the address that was asked
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

  /// A ringing that we never wrote into an address is none of ours.
  private static Optional<Long> number(String ring) {
    return ring.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(ring)) : Optional.of(-1L);
  }

  /// A PBX hands a customer over.
  ///
  /// @param query of the address that was asked
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
      LOG.warn("a PBX cannot be asked for whom a call is for: {}", e.getMessage());
      return turnAway(call, origin);
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
      // What carriers send is theirs: a text that no header takes must not cost the call.
      case TOLL_FREE ->
          call.tollFreeLocation().map(String::strip).flatMap(Uui::of).orElse(uui).value();
    };
  }

  /// The PBX's own leg is not the customer's: nothing is recorded until that is dialled.
  private String sipOut(Route.SipOut route, VoiceRequest call, Dials dials) {
    final Optional<String> number = call.calledNumber();
    if (number.isEmpty()) {
      LOG.warn("a PBX calls what is no telephone number: it is turned away");
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
      case NextStep.End(boolean hangsUp) -> hangsUp ? Twiml.hangup() : away(call);
    };
  }

  private Queueing queueing() {
    return options.music().isPresent() ? Queueing.upTo(MAX_WAIT) : Queueing.NONE;
  }

  private String music(PublicUrl here) {
    return Twiml.queue(options.music().orElseThrow(), here.webhook(INCOMING));
  }

  private String turnAway(VoiceRequest call, Origin origin) {
    calls.handle(new CallInput.CallRejected(call.call()), origin);
    return away(call);
  }

  /// Only a call that nobody has answered can be busy.
  private static String away(VoiceRequest call) {
    return call.progress() == CallProgress.IN_PROGRESS ? Twiml.hangup() : Twiml.busy();
  }

  private static CallInput began(CallEvent.CallArrived arrived) {
    return new CallInput.CustomerLeg(arrived, Optional.empty(), false, Optional.empty());
  }

  /// Whose telephone at the PBX a number is: such a call is that agent's from the beginning.
  private Optional<AgentId> phoneOf(Optional<String> number) {
    return number.map(options.phones()::get);
  }

  private static CallEvent.CallArrived arrived(
      VoiceRequest call, CallRoute route, Optional<Uui> uui) {
    return new CallEvent.CallArrived(
        call.call(), call.from(), call.to(), route, uui, Optional.empty());
  }

  private static Optional<AgentId> agent(String from) {
    try {
      return Optional.of(from)
          .filter(f -> f.startsWith(CLIENT))
          .map(f -> new AgentId(f.substring(CLIENT.length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
