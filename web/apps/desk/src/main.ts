import '@agentpay/ui/elements';
import './pay-desk.js';
