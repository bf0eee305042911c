// Entry of the npm package and of the script that the server serves: registers <agent-pay>.
import './agent-pay.js';

export type * from './public.js';
