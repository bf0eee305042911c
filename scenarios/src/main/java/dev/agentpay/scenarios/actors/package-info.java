/// The people and systems of a scenario: customers, agents, the PBX and the pages that agents see.
@NullMarked
package dev.agentpay.scenarios.actors;

import org.jspecify.annotations.NullMarked;
