/**
 * Proves that the type check looks at what it should: with a mistake planted in a `.ts` and in a
 * `.svelte` file, each must be told, and each must be the only one in its file.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'src', 'planted');
const ASKS = "import type { SearchRequest } from '../lib/backend/contract';";

const PLANTED = {
  'mistake.ts': `${ASKS}\nexport const tab: SearchRequest['tab'] = 'pictures';\n`,
  'Mistake.svelte': `<script lang="ts">\n  ${ASKS}\n  let { request }: { request: SearchRequest } = $props();\n</script>\n\n{request.words}\n`,
};

mkdirSync(folder, { recursive: true });
let told = '';
try {
  for (const [name, text] of Object.entries(PLANTED)) writeFileSync(join(folder, name), text);
  const checker = join(root, 'node_modules', 'svelte-check', 'bin', 'svelte-check');
  const { stdout } = spawnSync(
    process.execPath,
    [checker, '--output', 'machine', '--tsconfig', './tsconfig.json'],
    { cwd: root, encoding: 'utf8' },
  );
  told = stdout;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const missed = Object.keys(PLANTED).filter(
  (name) =>
    told.split('\n').filter((line) => /ERROR/.test(line) && line.includes(name)).length !== 1,
);
if (missed.length > 0) {
  console.error(`the type check does not see the mistake in ${missed.join(' and ')}:\n${told}`);
  process.exit(1);
}
console.log('the type check sees the planted mistakes');
