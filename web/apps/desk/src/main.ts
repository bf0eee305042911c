import '../ui/components.js';
import './pay-desk.js';
