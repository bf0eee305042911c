/// Tests of claiming calls over HTTP.
package dev.agentpay.server.claims;
