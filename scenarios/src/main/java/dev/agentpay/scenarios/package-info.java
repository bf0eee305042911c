/// Demo calls that are played from beginning to end by simulated customers, agents, a PBX and
/// existing clients. They reach AgentPay and the simulator only by HTTP, like any other client.
///
/// Start with [Scenario]; a scenario is played on a [dev.agentpay.scenarios.actors.Stage].
@NullMarked
package dev.agentpay.scenarios;

import org.jspecify.annotations.NullMarked;
