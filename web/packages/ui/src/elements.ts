// Registers the Web Awesome elements that the pages use, and loads the global styles. Import it once per page.
// Icons come from our own sheet, so that nothing is fetched from another host.
import '@awesome.me/webawesome/dist/styles/themes/default.css';
import '@awesome.me/webawesome/dist/translations/es.js';
import './tokens.css';
import './page.css';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/copy-button/copy-button.js';
import '@awesome.me/webawesome/dist/components/details/details.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/radio-group/radio-group.js';
import '@awesome.me/webawesome/dist/components/radio/radio.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import '@awesome.me/webawesome/dist/components/switch/switch.js';
import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import sheet from './icons.svg?url';

for (const library of ['default', 'system']) {
  registerIconLibrary(library, {
    resolver: (name) => `${sheet}#${name}`,
    spriteSheet: true,
    mutator: (svg) => {
      svg.setAttribute('width', '1em');
      svg.setAttribute('height', '1em');
    },
  });
}
