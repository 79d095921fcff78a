/** Where a picture is drawn in its pane. Pure geometry, in pixels. */

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** The picture's middle lies `x`, `y` from the pane's middle; a pixel of it is `scale` wide. */
export interface Placement extends Point {
  scale: number;
}

export const MAX_SCALE = 8;

/** The whole picture in the pane; small ones are not blown up. */
export function fitted(pane: Size, picture: Size): Placement {
  const scale = Math.min(1, pane.width / picture.width, pane.height / picture.height);
  return { scale, x: 0, y: 0 };
}

/** Never an edge inside the pane while the picture is larger than it; centred where it is smaller. */
export function bounded(placement: Placement, pane: Size, picture: Size): Placement {
  const { scale, x, y } = placement;
  const slack = (picture: number, pane: number) => Math.max(0, (picture * scale - pane) / 2);
  const within = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value));
  return {
    scale,
    x: within(x, slack(picture.width, pane.width)),
    y: within(y, slack(picture.height, pane.height)),
  };
}

/** Zoomed by a factor so that what lies under `point`, measured from the pane's middle, stays there. */
export function zoomed(
  placement: Placement,
  factor: number,
  point: Point,
  pane: Size,
  picture: Size,
): Placement {
  const least = fitted(pane, picture).scale;
  const scale = Math.max(least, Math.min(MAX_SCALE, placement.scale * factor));
  const growth = scale / placement.scale;
  const moved = {
    scale,
    x: point.x - (point.x - placement.x) * growth,
    y: point.y - (point.y - placement.y) * growth,
  };
  return bounded(moved, pane, picture);
}

/** Whether more is to be seen than the pane shows. */
export function isZoomed(placement: Placement, pane: Size, picture: Size): boolean {
  return placement.scale > fitted(pane, picture).scale * 1.001;
}
