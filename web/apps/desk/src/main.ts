import '@agentpay/ui/page-language';
import '@agentpay/ui/elements';
import './pay-desk.js';
