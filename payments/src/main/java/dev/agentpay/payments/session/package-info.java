/// State, events, decisions and transitions of a pay session. Pure code without I/O.
@NullMarked
package dev.agentpay.payments.session;

import org.jspecify.annotations.NullMarked;
