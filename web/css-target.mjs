// Browsers that know `light-dark()`. Vite would replace it for older ones, with variables that only a page of ours sets:
// the element must follow the colour scheme of any page.
export const CSS_TARGET = ['chrome123', 'firefox120', 'safari17.5'];
