/// Configuration: the settings with their defaults, read from the environment and a file, and
/// validated together at start.
@NullMarked
package dev.agentpay.app.config;

import org.jspecify.annotations.NullMarked;
