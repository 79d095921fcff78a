/** How the kinds of media are named and drawn. */
import type { MediaKind } from '../backend/contract';
import type { IconName } from './Icon.svelte';

export const KINDS: Record<MediaKind, { icon: IconName; one: string; many: string }> = {
  photo: { icon: 'photo', one: 'photo', many: 'photos' },
  paper: { icon: 'paper', one: 'paper', many: 'papers' },
  voice: { icon: 'voice', one: 'voice note', many: 'voice notes' },
};
