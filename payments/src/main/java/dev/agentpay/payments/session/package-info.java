/// The pay session itself, pure: state, events, decisions and transitions. No I/O.
@NullMarked
package dev.agentpay.payments.session;

import org.jspecify.annotations.NullMarked;
