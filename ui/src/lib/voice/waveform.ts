/** Loudness as a shape. */

/**
 * A closed SVG path over a box of `peaks.length` by 2, mirrored around the middle line at 1. Values
 * are from 0 to 1; silence keeps a thin line.
 */
export function waveformPath(peaks: number[]): string {
  const height = (peak: number) => Math.max(0.02, Math.min(1, peak)) * 0.98;
  const above = peaks.map((peak, x) => `${x} ${(1 - height(peak)).toFixed(3)}`);
  const below = peaks.map((peak, x) => `${x} ${(1 + height(peak)).toFixed(3)}`).toReversed();
  return peaks.length === 0 ? '' : `M${[...above, ...below].join('L')}Z`;
}

/** `peaks` in fewer steps: each the loudest of those it stands for. */
export function thinned(peaks: number[], steps: number): number[] {
  if (peaks.length <= steps) return peaks;
  return Array.from({ length: steps }, (_, step) => {
    const start = Math.floor((step * peaks.length) / steps);
    const end = Math.floor(((step + 1) * peaks.length) / steps);
    return Math.max(...peaks.slice(start, Math.max(end, start + 1)));
  });
}
