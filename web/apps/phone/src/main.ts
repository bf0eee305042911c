import '@agentpay/ui/page-language';
import '@agentpay/ui/elements';
import './phone-page.js';
