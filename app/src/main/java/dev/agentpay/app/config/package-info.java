/// Configuration: every key with its default and meaning, read from file, environment and
/// arguments, and checked as a whole at start.
@NullMarked
package dev.agentpay.app.config;

import org.jspecify.annotations.NullMarked;
