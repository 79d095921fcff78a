/** Dragging a result out of the window: what it is dropped on gets the file itself. */
import type { Hit } from '../backend/contract';

/** The address of a file, for other programs (RFC 8089). */
export function fileUri(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/').map(encodeURIComponent);
  // The colon of a drive's letter stands for itself.
  const address = parts.join('/').replace(/^([A-Za-z])%3A/, '/$1:');
  return `file://${address}`;
}

export function dragOut(event: DragEvent, hit: Hit) {
  event.dataTransfer?.setData('text/uri-list', fileUri(hit.path));
  event.dataTransfer?.setData('text/plain', hit.path);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
}
