/// The demo: simulator, connector and server in one process, with telephone numbers and users.
@NullMarked
package dev.agentpay.app.demo;

import org.jspecify.annotations.NullMarked;
