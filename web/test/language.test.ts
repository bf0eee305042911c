// When the language changes, everything on a page changes at once.
import { expect, it } from 'vitest';
import { filesIn, read, workspaces } from './workspaces.js';

const sources = workspaces()
  .flatMap(({ folder }) => filesIn(`${folder}/src`, '.ts'))
  .map((file) => ({ file, source: read(file) }));

it('all elements render again, because they are translated elements', () => {
  const others = sources.filter(({ source }) => /extends LitElement\b/.test(source)).map(({ file }) => file);
  expect(others).toEqual(['packages/ui/src/translated-element.ts']);
});

it('no object keeps a text of one language', () => {
  const keeps = /this\.\w+ = (?:[^;=]*\? )?(?:t|errorText|claimErrorText|errorMessage)\(/;
  expect("this.error = isWrong ? t('wrong') : undefined;").toMatch(keeps);
  expect("this.error = () => t('wrong');").not.toMatch(keeps);
  expect(sources.filter(({ source }) => keeps.test(source)).map(({ file }) => file)).toEqual([]);
});
