/// Tests of lists with cursors over HTTP.
package dev.agentpay.server.lists;
