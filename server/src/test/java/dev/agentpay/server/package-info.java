/// The HTTP face, tested on a real server, a real store and a Twilio that does as it is told.
package dev.agentpay.server;
