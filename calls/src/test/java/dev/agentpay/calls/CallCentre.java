package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Projection;
import dev.agentpay.events.Schema;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.VirtualTime;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.SessionsWithoutTwilio;
import dev.agentpay.payments.Story;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.session.Statuses;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Test base: two agents, a store in memory and a Twilio that answers nothing. Its methods are
/// named after what happens in a contact centre.
class CallCentre {
  static final AgentId ALICE = Story.ALICE;
  static final AgentId BOB = new AgentId("bob");
  static final CallSid CALL = Statuses.CALL;
  static final CallSid OTHER = sid("2");
  static final CallSid THIRD = sid("7");
  static final CallSid LEG = sid("3");
  static final CallSid NEXT_LEG = sid("9");
  static final Uui UUI = new Uui("conversation-7");
  static final Origin ORIGIN = new Origin(Actor.TWILIO, "203.0.113.7", "test");
  static final Duration KEPT = Duration.ofHours(12);
  static final Queueing MUSIC = Queueing.upTo(Duration.ofMinutes(30));
  static final String CUSTOMER = "+12025550123";
  static final String NUMBER = "+12025550100";

  final VirtualTime time = new VirtualTime();
  final MemoryStore store = new MemoryStore(Schema.of(PaymentSchema.SCHEMA, CallSchema.SCHEMA));
  final List<CallSid> recalled = new ArrayList<>();
  final Map<CallSid, CustomerLegs.Answer> legs = new HashMap<>();
  boolean twilioUnavailable;
  final Server server = new Server("node");
  final Calls calls = server.calls;
  final Claims claims = server.claims;
  final PaySessions sessions = server.sessions;

  /// One of our processes.
  final class Server {
    final VirtualTime.Node node = time.new Node();
    private final Kernel kernel;
    final PaySessions sessions;
    final Calls calls;
    final Claims claims;

    Server(String name) {
      kernel = Kernel.of(store, store, store, node, name);
      sessions = SessionsWithoutTwilio.on(kernel, new CallAccess(store));
      calls = new Calls(kernel, sessions, this::recall, new CallDecider(KEPT), Projection.NONE);
      claims = new Claims(calls, leg -> legs.getOrDefault(leg, new CustomerLegs.Answer.Unknown()));
    }

    private boolean recall(CallSid call) {
      recalled.add(call);
      return !twilioUnavailable;
    }

    /// Starts to process due tasks.
    void works() {
      kernel.worker().sweep(Duration.ofSeconds(1));
    }

    /// Kills the process before it does any other scheduled work.
    void dies() {
      node.soon(
          () -> {
            throw node.dies();
          });
    }
  }

  static CallSid sid(String digit) {
    return new CallSid("CA" + digit.repeat(32));
  }

  // What agents do.

  void ready(AgentId agent) {
    passes(Duration.ofSeconds(1));
    calls.setAvailability(agent, true, ORIGIN);
  }

  void away(AgentId agent) {
    calls.setAvailability(agent, false, ORIGIN);
  }

  void answers(CallSid call, AgentId agent, CallSid leg) {
    calls.handle(new CallInput.AgentLegAnswered(call, agent, leg), ORIGIN);
  }

  /// The agent is rung for the call and answers.
  void talks(CallSid call, AgentId agent) {
    ready(agent);
    assertThat(arrives(call)).contains(agent);
    answers(call, agent, LEG);
  }

  PaySession pays(AgentId agent) {
    return pays(agent, false);
  }

  /// Starts a payment although an earlier one on the call may have charged.
  PaySession paysConfirmed(AgentId agent) {
    return pays(agent, true);
  }

  private PaySession pays(AgentId agent, boolean confirmed) {
    return sessions.start(
        agent,
        Story.request(CALL, Optional.of(Money.of("1.00", "USD")), Advance.SERVER),
        confirmed,
        Optional.empty(),
        ORIGIN);
  }

  void claims(CallSid call, AgentId agent) {
    calls.change(new CallInput.ClaimCall(call, agent), ORIGIN);
  }

  /// A supervisor assigns the call to an agent.
  Call assigned(CallSid call, AgentId agent) {
    return calls.change(new CallInput.AssignCall(call, agent), ORIGIN);
  }

  // What customers and their calls do.

  /// A customer calls and would wait for an agent.
  ///
  /// @return the agent who is rung
  Optional<AgentId> arrives(CallSid call) {
    return rung(next(arrival(call, MUSIC))).map(Ring::agent);
  }

  static CallInput arrival(CallSid call, Queueing queueing) {
    return new CallInput.CallerArrived(call, CUSTOMER, NUMBER, queueing);
  }

  /// A customer calls, and no agent is ready.
  void waits(CallSid call) {
    passes(Duration.ofSeconds(1));
    assertThat(next(arrival(call, MUSIC))).isEqualTo(new NextStep.Wait());
  }

  /// A caller on hold was redirected, and their call requests instructions.
  Optional<Ring> recallWebhook(CallSid call) {
    return rung(next(new CallInput.RecallWebhook(call, MUSIC)));
  }

  /// The dial ended without an answer.
  ///
  /// @return the agent who is rung next
  Optional<AgentId> dialEnds(CallSid call, String why) {
    return rung(next(
            new CallInput.DialEnded(call, Optional.of(ring(call)), false, false, why, MUSIC)))
        .map(Ring::agent);
  }

  Optional<AgentId> forwarded(CallSid call, AgentId agent) {
    return rung(next(new CallInput.CallForwarded(call, CUSTOMER, NUMBER, agent))).map(Ring::agent);
  }

  void legEnds(CallSid call, AgentId agent, long ring, CallSid leg, String why) {
    calls.handle(new CallInput.AgentLegEnded(call, agent, ring, leg, why), ORIGIN);
  }

  void hangsUp(CallSid call) {
    calls.handle(
        new CallInput.CallOver(call, new CallInput.LegEnd("completed", Optional.of(12))), ORIGIN);
  }

  /// A PBX that knows the call by the UUI dials a customer.
  void dialled(CallSid call) {
    calls.change(customer(call, Optional.empty(), false), ORIGIN);
  }

  static CallInput.CustomerLeg customer(CallSid call, Optional<AgentId> agent, boolean answered) {
    return new CallInput.CustomerLeg(
        new CallEvent.CallArrived(
            call, NUMBER, CUSTOMER, CallRoute.SIP_OUT, Optional.of(UUI), Optional.empty()),
        agent,
        answered,
        Optional.empty());
  }

  /// The customer talks to somebody at the PBX.
  void talking(CallSid call) {
    dialled(call);
    pbxAnswers(call, Optional.empty());
  }

  void pbxAnswers(CallSid call, Optional<AgentId> agent) {
    calls.handle(new CallInput.PbxLeg(call, LEG, Optional.of(UUI), agent, true), ORIGIN);
  }

  NextStep next(CallInput input) {
    return calls.next(input, ORIGIN);
  }

  private static Optional<Ring> rung(NextStep step) {
    return step instanceof NextStep.Dial dial ? Optional.of(dial.ring()) : Optional.empty();
  }

  // Stored state.

  Call call(CallSid call) {
    return calls.find(call).orElseThrow();
  }

  Agent agent(AgentId agent) {
    return calls.find(agent);
  }

  long ring(CallSid call) {
    return call(call).rung();
  }

  Optional<AgentId> owner(CallSid call) {
    return call(call).agent();
  }

  static StreamId stream(CallSid call) {
    return CallSchema.CALL.stream(call.value());
  }

  static StreamId stream(AgentId agent) {
    return CallSchema.AGENT.stream(agent.value());
  }

  static StreamId stream(Uui uui) {
    return CallSchema.UUI.stream(uui.value());
  }

  static void refused(Refusal why, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(why));
  }

  /// Runs what is due now.
  void settle() {
    passes(Duration.ofMillis(1));
  }

  void passes(Duration duration) {
    time.runUntil(time.now().plus(duration));
  }
}
