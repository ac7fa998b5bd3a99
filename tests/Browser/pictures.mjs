// Compares parts of a page with pictures kept from an earlier run, a quarter as wide, so that the smoothing of letters does not matter.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'pictures');
const isUpdate = process.env.PERMMODULE_UPDATE_SNAPSHOT === '1';
const fontFile = join(folder, 'font.json');

// Letters of another font have other widths, and every line breaks elsewhere: such pictures cannot be compared.
const widths = page => page.evaluate(() => {
  const context = document.createElement('canvas').getContext('2d');
  return ['', 'bold '].map(weight => {
    context.font = `${weight}16px ${getComputedStyle(document.body).fontFamily}`;
    return Math.round(context.measureText('Permission report, 1,234 seats').width * 10);
  });
});

// True if the pictures were taken with the font of this machine; when they are taken anew, they are from now on.
export async function hasSameFont(page) {
  const now = JSON.stringify(await widths(page));
  if (isUpdate) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(fontFile, `${now}\n`);
  }
  return existsSync(fontFile) && readFileSync(fontFile, 'utf8').trim() === now;
}

// The share of points of a part that differ from its picture, in percent; 100 where the size differs.
export async function difference(page, selector, name) {
  const shot = await page.locator(selector).first().screenshot({ animations: 'disabled' });
  const scratch = await page.context().newPage();
  try {
    const file = join(folder, `${name}.png`);
    const small = await scratch.evaluate(async source => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(image.width / 4);
      canvas.height = Math.round(image.height / 4);
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/png');
    }, dataUrl(shot));
    if (isUpdate) {
      writeFileSync(file, Buffer.from(small.split(',')[1], 'base64'));
    }
    return await scratch.evaluate(async ([now, kept]) => {
      const [a, b] = await Promise.all([now, kept].map(async source => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = image.width;
        canvas.height = image.height;
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, canvas.width, canvas.height);
      }));
      if (Math.abs(a.width - b.width) > 1 || Math.abs(a.height - b.height) > 1) {
        return 100;
      }
      let different = 0;
      const [width, height] = [Math.min(a.width, b.width), Math.min(a.height, b.height)];
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const [i, j] = [(y * a.width + x) * 4, (y * b.width + x) * 4];
          different += [0, 1, 2].some(channel => Math.abs(a.data[i + channel] - b.data[j + channel]) > 40) ? 1 : 0;
        }
      }
      return 100 * different / (width * height);
    }, [small, dataUrl(readFileSync(file))]);
  } finally {
    await scratch.close();
  }
}

const dataUrl = bytes => `data:image/png;base64,${bytes.toString('base64')}`;
