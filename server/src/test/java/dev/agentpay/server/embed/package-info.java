/// Tests of service keys, minted tokens and pages of other origins over HTTP.
package dev.agentpay.server.embed;
