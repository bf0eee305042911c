/// Users, passwords, tokens and roles: the one place that decides who may do what.
@NullMarked
package dev.agentpay.auth;

import org.jspecify.annotations.NullMarked;
