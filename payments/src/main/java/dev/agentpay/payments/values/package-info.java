/// The values that payments are made of: ids, money, fields and Twilio's words.
@NullMarked
package dev.agentpay.payments.values;

import org.jspecify.annotations.NullMarked;
