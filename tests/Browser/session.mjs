// Draws the terminal session of the README: node session.mjs <folder that Sample wrote> <picture.svg>
// The commands run in a real PowerShell; the picture types them and shows what they wrote, once, and then stands still.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findPowerShell } from './powershell.mjs';

const [folder, picture] = process.argv.slice(2);
const [shell, ...first] = findPowerShell();
const script = join(import.meta.dirname, 'session.ps1');
const text = execFileSync(shell, [...first, '-NoProfile', '-NonInteractive', '-File', script, '-StorePath', resolve(join(folder, 'portal.db'))], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '', TERM: 'xterm-256color' } });

const [columnWidth, lineHeight, padding] = [8.4, 19, 24];
const perLetter = 0.035;
const colors = ['#666', '#f66', '#5fd38d', '#f2c14e', '#6cb6ff', '#d6a4ff', '#5fd7d7', '#ddd'];
const escape = part => part.replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`);

// The codes that PowerShell writes: colors 30 to 37 and 90 to 97, bold, italic, and back to nothing.
let style = '';
const spans = line => line.split(/(\x1b\[[\d;]*m)/).map(part => {
  if (!part.startsWith('\x1b')) {
    return part && style ? `<tspan ${style}>${escape(part)}</tspan>` : escape(part);
  }
  for (const code of part.slice(2, -1).split(';').map(Number)) {
    if (code === 0) style = '';
    if (code === 1) style += ' font-weight="bold"';
    if (code === 3) style += ' font-style="italic"';
    if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) style = `${style.replace(/ fill="[^"]*"/, '')} fill="${colors[code % 10]}"`;
  }
  return '';
}).join('');

const lines = text.trimEnd().split(/\r?\n/);
const bare = line => line.replace(/\x1b\[[\d;]*m/g, '').trimEnd();
const columns = Math.max(...lines.map(line => bare(line).length));
const [width, height] = [Math.ceil(columns * columnWidth + 2 * padding), lines.length * lineHeight + 2 * padding];
let at = 0.5;
const drawn = lines.map((line, i) => {
  const y = padding + (i + 0.75) * lineHeight;
  const content = spans(line.trimEnd());
  const shown = bare(line);
  if (!shown) {
    return '';
  }
  // Columns stay columns in whatever monospaced font the viewer has.
  const element = (extra, inner) => `<text x="${padding}" y="${y.toFixed(1)}" textLength="${(shown.length * columnWidth).toFixed(1)}" lengthAdjust="spacingAndGlyphs" ${extra}>${inner}</text>`;
  if (!shown.startsWith('PS> ')) {
    return element(`class="out" style="animation-delay:${at.toFixed(2)}s"`, content);
  }
  // What was written before stays a moment before the next command is typed.
  const begin = at += i > 0 ? 1.2 : 0;
  at += shown.length * perLetter + 0.4;
  const letters = [...shown].map((letter, n) => `<tspan class="out" style="animation-delay:${(n < 4 ? begin : begin + (n - 3) * perLetter).toFixed(2)}s">${escape(letter)}</tspan>`).join('');
  const typed = element('class="typed"', letters);
  return typed;
}).filter(Boolean);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" xml:space="preserve">
<title>A PowerShell session on a sample portal</title>
<style>
text { font: 14px ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d5dae3; white-space: pre }
.typed { fill: #fff; font-weight: bold }
.out { animation: appear .01s both }
@keyframes appear { from { opacity: 0 } }
@media (prefers-reduced-motion: reduce) { .out { animation: none } }
</style>
<rect width="100%" height="100%" rx="8" fill="#14181f"/>
${drawn.join('\n')}
</svg>
`;
writeFileSync(picture, svg);
