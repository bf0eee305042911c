/// The demo's calls as they are played: customers, agents, a telephone system and existing clients,
/// who reach AgentPay and the simulator by HTTP alone, as anybody could.
///
/// Start with [Script]; what it is played on is a [Stage].
@NullMarked
package dev.agentpay.scenarios;

import org.jspecify.annotations.NullMarked;
