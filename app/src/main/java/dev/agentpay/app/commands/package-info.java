/// The commands of the command line `agentpay`.
@NullMarked
package dev.agentpay.app.commands;

import org.jspecify.annotations.NullMarked;
