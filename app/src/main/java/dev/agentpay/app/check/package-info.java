/// Checks a configuration against what it names: Twilio, the ledger, the data folder, the public
/// URL. Changes nothing.
@org.jspecify.annotations.NullMarked
package dev.agentpay.app.check;
