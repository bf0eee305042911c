/// Users, passwords, tokens and roles: all decisions about who may do what.
@NullMarked
package dev.agentpay.auth;

import org.jspecify.annotations.NullMarked;
