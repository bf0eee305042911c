/// Tests of signing in and out over HTTP.
package dev.agentpay.server.signin;
