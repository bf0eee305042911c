/// The commands of `agentpay`.
@NullMarked
package dev.agentpay.app.commands;

import org.jspecify.annotations.NullMarked;
