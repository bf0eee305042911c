package dev.agentpay.voice;

import dev.agentpay.core.AgentId;
import dev.agentpay.core.Call;
import dev.agentpay.core.CallEvent;
import dev.agentpay.core.CallRoute;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.Calls;
import dev.agentpay.core.Claims;
import dev.agentpay.core.Origin;
import dev.agentpay.core.Ring;
import dev.agentpay.core.Uui;
import dev.agentpay.twilio.CallProgress;
import dev.agentpay.twilio.DialEnded;
import dev.agentpay.twilio.Form;
import dev.agentpay.twilio.PublicUrl;
import dev.agentpay.twilio.Refer;
import dev.agentpay.twilio.Twiml;
import dev.agentpay.twilio.UserToUser;
import dev.agentpay.twilio.VoiceRequest;
import java.time.Duration;
import java.time.InstantSource;
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
  private final Claims claims;
  private final InstantSource clock;
  private final Transfer transfer;

  public Voice(VoiceOptions options, Calls calls, Claims claims, InstantSource clock) {
    this.options = options;
    this.calls = calls;
    this.claims = claims;
    this.clock = clock;
    this.transfer = new Transfer(options, calls, claims);
  }

  /// A call reached a number or a SIP domain.
  public String incoming(VoiceRequest call, PublicUrl here, Origin origin) {
    final Optional<Route> route = onItsWay(call).or(() -> options.routes().of(call));
    if (route.isEmpty()) {
      LOG.warn("there is no route for calls to {}: they are turned away", call.to());
      return turnAway(call, origin);
    }
    return take(route.get(), call, here, origin);
  }

  /// A caller who waited was told that somebody is ready, and asks.
  public String recalled(VoiceRequest call, PublicUrl here, Origin origin) {
    if (calls.find(call.call()).filter(Call::isLive).isEmpty()) {
      return Twiml.hangup();
    }
    return calls
        .recalled(call.call(), origin)
        .map(ring -> new Dials(here, options.ringFor()).softphone(call.call(), ring))
        .orElseGet(() -> nobody(call, here, origin));
  }

  /// A caller who waited asks again: the call goes on as it came, also when it did not come here.
  private Optional<Route> onItsWay(VoiceRequest call) {
    return calls
        .find(call.call())
        .filter(known -> known.route() == CallRoute.SOFTPHONE)
        .map(_ -> new Route.Softphones());
  }

  /// A call takes this route, whatever was called.
  public String take(Route route, VoiceRequest call, PublicUrl here, Origin origin) {
    final Dials dials = new Dials(here, options.ringFor());
    return switch (route) {
      case Route.Softphones _ -> {
        final Optional<Ring> ring = calls.arrived(call.call(), call.from(), call.to(), origin);
        yield ring.map(r -> dials.softphone(call.call(), r))
            .orElseGet(() -> nobody(call, here, origin));
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
      calls.began(arrived(call, CallRoute.FORWARD, Optional.empty()), origin);
      return dials.telephone(number);
    }
    return calls
        .forwarded(call.call(), call.from(), call.to(), agent.get(), origin)
        .map(ring -> dials.telephone(number, ring))
        .orElseGet(() -> turnAway(call, origin));
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
    final Optional<Call> call = calls.find(dial.call()).filter(Call::isLive);
    if (call.isEmpty()) {
      return Twiml.hangup();
    }
    final String why = dial.progress().wire();
    if (!dial.wasAnswered() && isAbout(call.get(), query)) {
      calls.missed(dial.call(), why, origin);
    }
    final boolean wantsAnother =
        !dial.wasAnswered()
            && call.get().route() == CallRoute.SOFTPHONE
            && dial.progress() != CallProgress.CANCELED;
    final Optional<Ring> next = wantsAnother ? calls.again(dial.call(), origin) : Optional.empty();
    if (next.isPresent()) {
      return new Dials(here, options.ringFor()).softphone(dial.call(), next.get());
    }
    if (wantsAnother && mayWait(call)) {
      return waitOn(dial.call(), here, origin);
    }
    if (!mayBeHandedOver(call.get().route())) {
      calls.ended(dial.call(), why, Optional.empty(), origin);
    }
    return dial.wasAnswered() ? Twiml.hangup() : Twiml.busy();
  }

  /// Whether it is the present ringing that is over. Twilio asks again when our answer was lost:
  /// whoever that answer rings must not be taken for who did not answer.
  private static boolean isAbout(Call call, Form query) {
    return query.filled(Dials.RING).map(Long.toString(call.rung())::equals).orElse(true);
  }

  /// Whether the end of a dial may only mean that a PBX hands the customer over: Twilio has not
  /// published whether it tells of it. Then only the customer's own leg says that the call is over.
  private static boolean mayBeHandedOver(CallRoute route) {
    return route == CallRoute.SIP_IN || route == CallRoute.SIP_OUT;
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
    final CallEvent.CallArrived arrived = arrived(call, CallRoute.SIP_IN, Optional.of(uui));
    phoneOf(call.calledNumber())
        .ifPresentOrElse(
            agent -> calls.dialled(arrived, agent, origin), () -> calls.began(arrived, origin));
    claims.map(uui, call.call(), origin);
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

  /// Nobody is ready.
  private String nobody(VoiceRequest call, PublicUrl here, Origin origin) {
    return mayWait(calls.find(call.call()))
        ? waitOn(call.call(), here, origin)
        : turnAway(call, origin);
  }

  private boolean mayWait(Optional<Call> call) {
    return options.music().isPresent()
        && call.filter(Call::isLive)
            .filter(c -> c.startedAt().plus(MAX_WAIT).isAfter(clock.instant()))
            .isPresent();
  }

  private String waitOn(CallSid call, PublicUrl here, Origin origin) {
    return calls
        .waits(call, origin)
        .map(ring -> new Dials(here, options.ringFor()).softphone(call, ring))
        .orElseGet(() -> Twiml.queue(options.music().orElseThrow(), here.webhook(INCOMING)));
  }

  private String turnAway(VoiceRequest call, Origin origin) {
    final boolean unanswered = call.progress() != CallProgress.IN_PROGRESS;
    calls.ended(call.call(), "busy", Optional.empty(), origin);
    return unanswered ? Twiml.busy() : Twiml.hangup();
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
