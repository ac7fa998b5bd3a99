// Takes the picture of the views in the README: node views.mjs <folder that Sample wrote> <picture>
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { findPowerShell } from './powershell.mjs';

const [folder, picture] = process.argv.slice(2);
const [shell, ...first] = findPowerShell();
const script = join(import.meta.dirname, 'views.ps1');
const text = execFileSync(shell, [...first, '-NoProfile', '-NonInteractive', '-File', script, '-StorePath', resolve(join(folder, 'portal.db'))], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '', TERM: 'xterm-256color' } });

// The codes that PowerShell writes: colours 30 to 37 and 90 to 97, bold, italic, and back to nothing.
const colours = ['#666', '#f66', '#5fd38d', '#f2c14e', '#6cb6ff', '#d6a4ff', '#5fd7d7', '#ddd'];
const escape = (part) => part.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
let style = '';
const html = text.trimEnd().split(/(\x1b\[[\d;]*m)/).map((part) => {
    if (!part.startsWith('\x1b')) {
        const shown = escape(part).replace(/^PS&#62; .*$/gm, (line) => `<b>${line}</b>`);
        return style ? `<span style="${style}">${shown}</span>` : shown;
    }
    for (const code of part.slice(2, -1).split(';').map(Number)) {
        if (code === 0) style = '';
        if (code === 1) style += 'font-weight:bold;';
        if (code === 3) style += 'font-style:italic;';
        if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) style += `color:${colours[code % 10]};`;
    }
    return '';
}).join('');

const page = `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #fff }
    pre { display: inline-block; margin: 0; padding: 20px 24px; border-radius: 8px; background: #14181f; color: #d5dae3;
          font: 14px/1.35 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-variant-ligatures: none }
    b { color: #fff }
</style><pre>${html}</pre>`;
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await tab.setContent(page);
await tab.locator('pre').screenshot({ path: picture, omitBackground: true });
await browser.close();
