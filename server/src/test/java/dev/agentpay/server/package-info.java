/// Tests of the HTTP server with a real server, a real store and a scripted Twilio.
package dev.agentpay.server;
