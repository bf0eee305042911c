import '@agentpay/ui/elements';
import './phone-page.js';
