// Builds static/built/ from npm: dkfds.css, two fonts and one file of icon symbols.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as sass from 'sass';

const here = new URL('.', import.meta.url);
const built = new URL('../static/built/', here);
const modules = new URL('../../../../node_modules/', here);
const dkfds = new URL('dkfds/src/', modules);

const FONTS = ['Regular', 'SemiBold'].map((weight) => `IBMPlexSans-${weight}-Latin1.woff2`);
// DKFDS draws its checkboxes and drop-downs with these.
const SIGNS = ['check-white', 'minus-white', 'chevron-down', 'chevron-down-gray-200', 'chevron-down-white'];
const ICONS = readFileSync(new URL('icons.txt', here), 'utf8').split(/\s+/).filter(Boolean);

function stylesheet() {
  const { css } = sass.compile(fileURLToPath(new URL('dkfds.scss', here)), {
    style: 'compressed',
    charset: false,
    loadPaths: [fileURLToPath(modules)],
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  const fontFaces = /@font-face\{[^}]*\}/g;
  return css.replace(fontFaces, '');
}

function symbol(name) {
  const svg = readFileSync(new URL(`img/svg-icons/${name}.svg`, dkfds), 'utf8');
  const [, box] = svg.match(/viewBox="([^"]+)"/);
  const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>|<\/svg>[\s\S]*$/g, '').replace(/\s(fill|id|class)="[^"]*"/g, '');
  return `<symbol id="${name}" viewBox="${box}">${shapes.trim()}</symbol>`;
}

rmSync(built, { recursive: true, force: true });
mkdirSync(built, { recursive: true });
writeFileSync(new URL('dkfds.css', built), stylesheet());
writeFileSync(
  new URL('icons.svg', built),
  `<svg xmlns="http://www.w3.org/2000/svg">${ICONS.map(symbol).join('')}</svg>`,
);
// The network report carries its fonts in itself, so its library has them too.
const report = new URL('../../../civicmetrics/networks/assets/', here);
for (const font of FONTS) {
  for (const folder of [built, report]) cpSync(new URL(`fonts/IBMPlexSans/split/woff2/${font}`, dkfds), new URL(font, folder));
}
for (const sign of SIGNS) cpSync(new URL(`img/svg-icons/${sign}.svg`, dkfds), new URL(`${sign}.svg`, built));
