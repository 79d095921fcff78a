import { mount } from 'svelte';
import App from './App.svelte';
import type { Backend } from './lib/backend/backend';
import './app.css';

const MADE_UP = import.meta.env.DEV || import.meta.env.MODE === 'made-up';

/** The engine in the program; a made-up library in `npm run dev` and `npm run looks`, chosen by `?scenario=…`. */
async function chosenBackend(): Promise<Backend> {
  if (!MADE_UP) return (await import('./lib/backend/tauri')).tauriBackend;
  const { fakeBackend, isScenario } = await import('./lib/backend/fake');
  const scenario = new URLSearchParams(location.search).get('scenario');
  return fakeBackend(isScenario(scenario) ? scenario : 'usual', { instant: 20, full: 200 });
}

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

mount(App, { target, props: { backend: await chosenBackend() } });
