/// Value types of payments: ids, money, fields, and Twilio's enumerations.
@NullMarked
package dev.agentpay.payments.values;

import org.jspecify.annotations.NullMarked;
