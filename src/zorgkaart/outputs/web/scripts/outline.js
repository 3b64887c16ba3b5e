// The outline of a group of areas. Neighbours run along their shared border in opposite directions, so
// a border inside the group occurs both ways and cancels; what is left is the outline.

/**
 * Return the outline of areas as lines of [x, y, x, y, ...], each closed where the data are sound.
 *
 * @param {Area[]} areas
 * @returns {number[][]}
 */
export function outlineOf(areas) {
  const next = new Map(); // start -> ends, as "x,y" keys; most vertices have one end
  /**
   * @param {string} from
   * @param {string} to
   */
  const add = (from, to) => {
    const ends = next.get(to);
    const back = ends ? ends.indexOf(from) : -1;
    if (back >= 0) {
      ends.splice(back, 1);
      if (!ends.length) next.delete(to);
    } else if (next.has(from)) {
      next.get(from).push(to);
    } else {
      next.set(from, [to]);
    }
  };
  for (const area of areas) {
    for (const ring of area.shape.flat()) {
      let from = `${ring[ring.length - 2]},${ring[ring.length - 1]}`;
      for (let i = 0; i < ring.length; i += 2) {
        const to = `${ring[i]},${ring[i + 1]}`;
        add(from, to);
        from = to;
      }
    }
  }
  const lines = [];
  for (const start of [...next.keys()]) {
    while (next.has(start)) {
      const line = [start];
      let at = start;
      while (next.has(at)) {
        const ends = next.get(at);
        const to = ends.pop();
        if (!ends.length) next.delete(at);
        line.push(to);
        at = to;
      }
      lines.push(line.flatMap((key) => key.split(",").map(Number)));
    }
  }
  return lines;
}
