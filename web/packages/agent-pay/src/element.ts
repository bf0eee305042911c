// Entry of the npm package and of the script that the server serves: registers <agent-pay>. The package's types are
// in public.ts.
import './agent-pay.js';
