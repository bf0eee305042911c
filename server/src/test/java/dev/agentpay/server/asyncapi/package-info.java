/// Tests of the description of live updates, `asyncapi.json`.
package dev.agentpay.server.asyncapi;
