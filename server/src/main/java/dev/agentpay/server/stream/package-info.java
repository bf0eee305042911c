/// Live updates for pages over server-sent events: snapshots, resume and fan-out.
@NullMarked
package dev.agentpay.server.stream;

import org.jspecify.annotations.NullMarked;
