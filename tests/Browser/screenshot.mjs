// Takes the picture of the README: node screenshot.mjs <folder that Sample wrote> <picture>
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [folder, picture] = process.argv.slice(2);
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
const page = await browser.newPage({ viewport: { width: 1280, height: 1700 }, colorScheme: 'light' });
await page.goto(pathToFileURL(resolve(join(folder, 'portal.html'))).href);
await page.screenshot({ path: picture });
await browser.close();
