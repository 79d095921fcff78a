/** What went wrong, whatever was thrown, in the one shape that pages show. */
import type { CommandError } from '../backend/contract';

export function asTrouble(thrown: unknown): CommandError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return thrown as CommandError;
  }
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) };
}
