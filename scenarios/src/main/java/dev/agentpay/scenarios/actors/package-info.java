/// The people and systems of a scenario: customer, agent, PBX, and the pages they look at.
@NullMarked
package dev.agentpay.scenarios.actors;

import org.jspecify.annotations.NullMarked;
