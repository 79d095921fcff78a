/** What is wrong with a page as it is drawn: findings of axe-core, and text or boxes that are cut off. */
import { createRequire } from 'node:module';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Serious findings of axe-core, a line each. */
export async function accessibilityFaults(page) {
  await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target} ${failureSummary}`),
    );
}

/** Elements that reach over the side of the window, or whose content is wider than they are. */
export function widthFaults(page) {
  return page.evaluate(() => {
    const named = (element) =>
      `<${element.localName} class="${element.getAttribute('class') ?? ''}"> “${(element.textContent ?? '').trim().slice(0, 40)}”`;
    const shown = [...document.querySelectorAll('body *')].filter((element) =>
      element.checkVisibility({ visibilityProperty: true }),
    );
    // An ellipsis is a deliberate cut, a scroller is meant to hold more than it shows.
    const mayHoldMore = (element) => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      return textOverflow === 'ellipsis' || ['auto', 'scroll'].includes(overflowX);
    };
    const cutsOnPurpose = (element) => element.closest('.unseen, svg, [data-pannable]') !== null;
    return shown
      .filter((element) => !cutsOnPurpose(element))
      .flatMap((element) => {
        const { left, right } = element.getBoundingClientRect();
        if (left < -1 || right > innerWidth + 1) return [`beyond the window: ${named(element)}`];
        const isInline = getComputedStyle(element).display === 'inline';
        if (!isInline && !mayHoldMore(element) && element.scrollWidth > element.clientWidth + 1) {
          return [`wider than its box: ${named(element)}`];
        }
        return [];
      });
  });
}
