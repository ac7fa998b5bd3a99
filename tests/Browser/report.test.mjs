// Opens the reports of the sample stores from disk, as people do, and looks at them as browsers and assistive technology do.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { difference, hasSameFont } from './pictures.mjs';
import { findPowerShell } from './powershell.mjs';

const folder = process.env.SAMPLE;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const read = name => JSON.parse(readFileSync(join(folder, name), 'utf8').replace(/^\uFEFF/, ''));
let browser;

before(async () => {
  // Root may not start Chromium's sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args });
});

after(() => browser?.close());

// Opens a page and keeps what it says and asks for.
async function open(name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const said = [];
  const requests = [];
  page.on('console', message => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => said.push(String(error)));
  page.on('dialog', dialog => { said.push(`dialog: ${dialog.message()}`); return dialog.dismiss(); });
  context.on('request', request => requests.push(request.url()));
  const url = pathToFileURL(join(folder, name)).href;
  await page.goto(url);
  return { page, said, requests, url, close: () => context.close() };
}

// Axe cannot be put into a page whose policy allows no foreign script, so the debugger does.
async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.map(violation => `${violation.id}: ${violation.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')}`);
}

const figure = (page, name) => page.locator(`data[data-figure="${name}"]`).getAttribute('value').then(Number);

async function assertFigures(page, figures) {
  for (const [tier, [active, inactive]] of Object.entries(figures.seats)) {
    assert.equal(await figure(page, `${tier.toLowerCase()}-active`), active, `${tier} active`);
    assert.equal(await figure(page, `${tier.toLowerCase()}-inactive`), inactive, `${tier} inactive`);
  }
  const profiles = await page.locator('tr[data-profile]').evaluateAll(rows => Object.fromEntries(rows.map(row => [
    row.dataset.profile,
    ['profile-active', 'profile-inactive'].map(name => Number(row.querySelector(`data[data-figure="${name}"]`).value)),
  ])));
  assert.deepEqual(sorted(profiles), sorted(figures.profiles));
  const rules = await page.locator('.rule').evaluateAll(found => Object.fromEntries(found.map(rule => [rule.dataset.rule, Number(rule.dataset.count)])));
  assert.deepEqual(sorted(rules), sorted(figures.rules));
  for (const [name, severity] of [['errors', 'Error'], ['warnings', 'Warning'], ['information', 'Information']]) {
    assert.equal(await figure(page, `findings-${name}`), figures.severities[severity] ?? 0, name);
  }
  for (const element of await page.locator('data[data-figure]').all()) {
    assert.equal((await element.textContent()).replaceAll(',', ''), await element.getAttribute('value'), 'the number shown');
  }
}

const sorted = object => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

describe('HTML report', () => {
  for (const name of ['portal', 'small', 'hostile', 'empty']) {
    test(`${name}: opens from disk without a complaint, and no request leaves`, async () => {
      const { page, said, requests, url, close } = await open(`${name}.html`);
      await page.evaluate(async () => { scrollTo(0, document.body.scrollHeight); await new Promise(requestAnimationFrame); });
      assert.deepEqual(said, []);
      assert.deepEqual(requests, [url]);
      assert.ok(await page.locator('h1').isVisible());
      await close();
    });

    for (const [look, options] of [
      ['light', { colorScheme: 'light' }],
      ['dark', { colorScheme: 'dark' }],
      ['768 pixels wide, dark', { colorScheme: 'dark', viewport: { width: 768, height: 1024 } }],
      ['375 pixels wide', { colorScheme: 'light', viewport: { width: 375, height: 812 } }],
      ['375 pixels wide, dark', { colorScheme: 'dark', viewport: { width: 375, height: 812 } }],
    ]) {
      test(`${name}: is accessible, ${look}`, async () => {
        const { page, close } = await open(`${name}.html`, options);
        await page.locator('details').evaluateAll(all => all.forEach(one => { one.open = true; }));
        assert.deepEqual(await violations(page), []);
        await close();
      });
    }

    test(`${name}: fits a phone, and says where something can be scrolled`, async () => {
      const { page, close } = await open(`${name}.html`, { viewport: { width: 375, height: 812 } });
      await page.locator('details').evaluateAll(all => all.forEach(one => { one.open = true; }));
      await page.evaluate(() => new Promise(requestAnimationFrame));
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
      const cut = await page.evaluate(() => Array.from(document.querySelectorAll('main *')).filter(element =>
        element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
        && getComputedStyle(element).display !== 'inline' && !element.closest('svg, caption, thead th')
        && !(element.matches('.scroll.wide') && getComputedStyle(element, '::before').content.includes('Scroll'))).map(element => element.outerHTML.slice(0, 120)));
      assert.deepEqual(cut, []);
      await close();
    });
  }

  for (const width of [1280, 768, 375]) {
    test(`breaks nothing inside a word, ${width} pixels wide`, async () => {
      const { page, close } = await open('portal.html', { viewport: { width, height: 900 } });
      await page.locator('details').evaluateAll(all => all.forEach(one => { one.open = true; }));
      const broken = await page.evaluate(() => {
        const found = [];
        const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          if (node.parentElement.closest('svg, caption, code, thead span, [hidden]')) continue;
          for (const word of node.textContent.matchAll(/[\p{L}\p{N}]+/gu)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            const lines = new Set(Array.from(range.getClientRects(), box => Math.round(box.top)));
            if (lines.size > 1) found.push(word[0]);
          }
        }
        return found;
      });
      assert.deepEqual(broken, []);
      await close();
    });

    for (const colorScheme of ['light', 'dark']) {
      test(`looks as it did, ${width} pixels wide, ${colorScheme}`, async t => {
        const { page, close } = await open('portal.html', { viewport: { width, height: 900 }, colorScheme });
        if (!await hasSameFont(page)) {
          t.skip('the pictures were taken with another font');
          await close();
          return;
        }
        for (const [part, selector] of [['summary', '#summary'], ['tiles', '.facts'], ['tiers', '.tiers'], ['findings', '#sentences'], ['profiles', '#profiles .scroll']]) {
          const share = await difference(page, selector, `${part}-${width}-${colorScheme}`);
          assert.ok(share < 1, `${part} differs in ${share.toFixed(2)} % of its points; PERMMODULE_UPDATE_SNAPSHOT=1 keeps it as it is now`);
        }
        await close();
      });
    }
  }

  test('prints a small portal on two pages, and the sentences of a large one on the first', async t => {
    const small = await open('small.html');
    const pages = pdf => pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g).length;
    assert.ok(pages(await small.page.pdf({ format: 'A4' })) <= 2);
    await small.close();
    const { page, close } = await open('portal.html', { viewport: { width: 718, height: 1000 } });
    await page.emulateMedia({ media: 'print' });
    const bottom = await page.locator('.facts').evaluate(element => element.getBoundingClientRect().bottom);
    assert.ok(bottom < 1000, `the main figures end at ${bottom}`);
    assert.ok(await page.locator('code').count() < 60);
    if (await hasSameFont(page)) {
      const share = await difference(page, '#summary', 'summary-print');
      assert.ok(share < 1, `the printed summary differs in ${share.toFixed(2)} % of its points`);
    } else {
      t.diagnostic('the pictures were taken with another font');
    }
    await close();
  });

  test('has no bar where the contract has no limit', async () => {
    const { page, close } = await open('small.html');
    assert.equal(await page.locator('.tier[data-tier=Heavy] .seats').count(), 1);
    assert.equal(await page.locator('.tier[data-tier=Regular] .seats').count(), 0);
    await close();
  });

  test('shows a missing rule of accessibility, so that the checks above mean something', async () => {
    const { page, close } = await open('portal.html');
    await page.evaluate(() => document.querySelector('svg[role=img]').removeAttribute('aria-label'));
    assert.equal((await violations(page)).length, 1);
    await close();
  });

  test('has the figures of the services', async () => {
    const { page, close } = await open('portal.html');
    await assertFigures(page, read('portal.figures.json'));
    await close();
  });

  test('has the figures of Get-SeatUsage and Invoke-PermAudit', async t => {
    const script = `
      $ErrorActionPreference = 'Stop'
      Import-Module (Get-ChildItem '${join(import.meta.dirname, '../../out/PermModule/*/PermModule.psd1')}').FullName
      $null = Connect-PermStore '${join(folder, 'portal.db')}' -ReadOnly
      $null = Export-PermReport '${join(folder, 'cmdlets.html')}' -Force
      $findings = Invoke-PermAudit
      $rules = @{}; $findings | Group-Object RuleName | ForEach-Object { $rules[$_.Name] = $_.Count }
      $severities = @{}; $findings | Group-Object Severity | ForEach-Object { $severities["$($_.Name)"] = $_.Count }
      $seats = @{}; Get-SeatUsage | ForEach-Object { $seats["$($_.Tier)"] = $_.Active, $_.Inactive }
      $profiles = @{}; Get-SeatUsage -ByProfile | ForEach-Object { $profiles[$_.ProfileName] = $_.Active, $_.Inactive }
      @{ rules = $rules; severities = $severities; seats = $seats; profiles = $profiles } | ConvertTo-Json -Depth 3 | Set-Content '${join(folder, 'cmdlets.json')}'`;
    const [shell, ...first] = findPowerShell() ?? [];
    if (!shell) {
      t.skip('no PowerShell');
      return;
    }
    execFileSync(shell, [...first, '-NoProfile', '-NonInteractive', '-Command', script], { stdio: ['ignore', 'ignore', 'inherit'] });
    const { page, close } = await open('cmdlets.html');
    await assertFigures(page, read('cmdlets.json'));
    await close();
  });

  test('filters findings by severity and category', async () => {
    const { page, close } = await open('portal.html');
    const rules = page.locator('.rule');
    const all = await rules.count();
    const shown = () => rules.evaluateAll(found => found.filter(rule => rule.checkVisibility()).map(rule => [rule.dataset.severity, rule.dataset.category, Number(rule.dataset.count)]));
    const sum = list => list.reduce((total, [, , count]) => total + count, 0);
    const status = () => page.locator('#filter-status').textContent();
    const total = sum(await shown());
    assert.equal((await shown()).length, all);
    assert.ok(all > 3);

    await page.getByRole('checkbox', { name: 'Warning' }).uncheck();
    let visible = await shown();
    assert.ok(visible.length > 0 && visible.length < all);
    assert.ok(visible.every(([severity]) => severity !== 'Warning'));
    assert.equal(await status(), `${sum(visible).toLocaleString('en')} of ${total.toLocaleString('en')} findings match.`);

    await page.getByRole('checkbox', { name: 'Warning' }).check();
    await page.getByLabel('Category').selectOption('Profiles');
    visible = await shown();
    assert.ok(visible.length > 0 && visible.length < all);
    assert.ok(visible.every(([, category]) => category === 'Profiles'));

    for (const box of await page.getByRole('checkbox').all()) {
      await box.uncheck();
    }
    assert.deepEqual(await shown(), []);
    assert.equal(await status(), `0 of ${total.toLocaleString('en')} findings match.`);
    await close();
  });

  test('is all there without a script', async () => {
    const { page, close } = await open('portal.html', { javaScriptEnabled: false });
    assert.equal(await page.locator('#filter').isVisible(), false);
    assert.equal(await page.locator('.rule').count(), Object.keys(read('portal.figures.json').rules).length);
    for (const rule of await page.locator('.rule summary').all()) {
      assert.ok(await rule.isVisible());
    }
    await close();
  });

  test('prints every finding, and no filter', async () => {
    const { page, close } = await open('portal.html');
    await page.getByRole('checkbox', { name: 'Warning' }).uncheck();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('#filter').isVisible(), false);
    const hidden = await page.locator('.rule td').evaluateAll(cells => cells.filter(cell => !cell.checkVisibility({ contentVisibilityAuto: true })).length);
    assert.equal(hidden, 0);
    await close();
  });

  test('shows hostile text as text', async () => {
    const { page, close } = await open('hostile.html');
    const texts = read('hostile.texts.json');
    assert.equal(await page.title(), texts[0]);
    assert.equal(await page.locator('h1').textContent(), texts[0]);
    assert.equal(await page.locator('script').count(), 1);
    assert.equal(await page.locator('img, iframe, object, embed, link, base, [onerror], [onclick], [style]').count(), 0);
    const shown = await page.locator('tr[data-profile] th bdi').allTextContents();
    assert.deepEqual([...shown].sort(), [...texts].sort());
    await close();
  });

  test('keeps the direction of a name to the name', async () => {
    const { page, close } = await open('hostile.html');
    const directions = await page.locator('tr[data-profile] th bdi').evaluateAll(names => Object.fromEntries(names.map(name => [name.textContent, [name.dir, getComputedStyle(name).direction, getComputedStyle(name).unicodeBidi]])));
    assert.deepEqual(directions['מנהל "פורטל"'], ['auto', 'rtl', 'isolate']);
    assert.deepEqual(directions["O'Brien & Söhne <GmbH>"], ['auto', 'ltr', 'isolate']);
    await close();
  });

  test('runs no script but its own, whatever got into the page', async () => {
    const { page, said, close } = await open('portal.html');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = "document.title = 'owned'";
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'https://example.invalid/';
      document.body.append(image);
    });
    await page.waitForTimeout(200);
    assert.notEqual(await page.title(), 'owned');
    assert.ok(said.some(line => line.includes('Content Security Policy')), said.join('\n'));
    await close();
  });
});
