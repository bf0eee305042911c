package dev.agentpay.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two agents, calls on a store in memory and nobody at Twilio's end: what tests of calls stand on.
abstract class CallCentre {
  static final AgentId ALICE = new AgentId("alice");
  static final AgentId BOB = new AgentId("bob");
  static final CallSid CALL = new CallSid("CA" + "1".repeat(32));
  static final CallSid OTHER = new CallSid("CA" + "2".repeat(32));
  static final CallSid LEG = new CallSid("CA" + "3".repeat(32));
  static final Origin ORIGIN = new Origin(Actor.TWILIO, "203.0.113.7", "test");

  final VirtualTime time = new VirtualTime();
  final VirtualTime.Node node = time.new Node();
  final MemoryStore store = new MemoryStore();
  final PaySessions sessions = store.sessionsWithoutTwilio(node);
  final List<CallSid> recalled = new ArrayList<>();
  final Calls calls = new Calls(store, sessions, node, recalled::add);

  void ready(AgentId agent) {
    time.runUntil(time.now().plusSeconds(1));
    calls.agents().available(agent, true, ORIGIN);
  }

  Optional<AgentId> arrives(CallSid call) {
    return calls.arrived(call, "+12025550123", "+12025550100", ORIGIN).map(Ring::agent);
  }

  long ring(CallSid call) {
    return calls.find(call).orElseThrow().rung();
  }
}
