/** Pictures for the made-up library, drawn as SVG: the same seed gives the same picture. */
import type { PaperPage } from '../contract';

const PALETTES = [
  ['#f7c59f', '#ef8354', '#4f5d75', '#2d3142', '#fff3d6'],
  ['#bde0fe', '#a2d2ff', '#4f772d', '#31572c', '#fefae0'],
  ['#cdb4db', '#9d8189', '#5e548e', '#231942', '#ffe5ec'],
  ['#d8f3dc', '#95d5b2', '#2d6a4f', '#1b4332', '#fff8d6'],
  ['#ffe8d6', '#ddbea9', '#a5a58d', '#6b705c', '#ffffff'],
  ['#caf0f8', '#90e0ef', '#0077b6', '#03045e', '#fff1c1'],
] as const;

const address = (svg: string) => `data:image/svg+xml,${encodeURIComponent(svg)}`;

/** A landscape of hills under a sun, or a town. */
export function scene(seed: number, width: number, height: number): string {
  const [sky, low, far, near, sun] = PALETTES[seed % PALETTES.length]!;
  const at = (part: number, of: number) => Math.round(of * part);
  const wave = (step: number) => Math.abs(Math.sin((seed + 1) * 12.9898 + step * 4.1414));
  const hills = (level: number, step: number) => {
    const points = [0, 1, 2, 3, 4].map(
      (x) => `${at(x / 4, width)} ${at(level - wave(step + x) * 0.22, height)}`,
    );
    return `M0 ${height} L${points.join(' L')} L${width} ${height}Z`;
  };
  const town = Array.from({ length: 9 }, (_, x) => {
    const top = at(0.35 + wave(x) * 0.4, height);
    return `M${at(x / 9, width)} ${height}V${top}H${at((x + 0.8) / 9, width)}V${height}Z`;
  }).join('');
  return address(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
      `<linearGradient id="s" x2="0" y2="1"><stop stop-color="${sky}"/><stop offset="1" stop-color="${low}"/></linearGradient>` +
      `<rect width="${width}" height="${height}" fill="url(#s)"/>` +
      `<circle cx="${at(0.2 + wave(9) * 0.6, width)}" cy="${at(0.25, height)}" r="${at(0.09, height)}" fill="${sun}"/>` +
      `<path d="${hills(0.75, 1)}" fill="${far}"/>` +
      `<path d="${seed % 4 === 3 ? town : hills(0.95, 5)}" fill="${near}"/></svg>`,
  );
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A page with each word where its box says it is. */
export function page({ width, height, words }: PaperPage): string {
  const texts = words.map(({ text, box: [left, top, right, bottom] }) => {
    const size = bottom - top;
    return `<text x="${left}" y="${bottom - size * 0.2}" font-size="${size}" textLength="${right - left}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`;
  });
  return address(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" fill="#222">` +
      `<rect width="${width}" height="${height}" fill="#fff"/>${texts.join('')}</svg>`,
  );
}
