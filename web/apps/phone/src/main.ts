import '../ui/components.js';
import './phone-page.js';
