/// The demo: simulator, connector and server in one process, with numbers and users to play with.
@NullMarked
package dev.agentpay.app.demo;

import org.jspecify.annotations.NullMarked;
