// Whether the page is at rest, for what drives it: tests now, perhaps something that takes pictures of it. The
// reader's acts are numbered in `data-asked` of the root element; `data-drawn` is the last one of which all that
// follows stands on the screen. Both are there from the first drawing on, and equal when nothing is left to do.

const ACTS = ["click", "input", "change", "keydown", "hashchange"];

/**
 * Say from now on whether the page is at rest; the first drawing counts as the first act.
 *
 * @param {L.Map} map
 */
export function tellRest(map) {
  const { dataset } = document.documentElement;
  let asked = 0;
  let moving = false;
  let zooming = false; // of which a resize halfway says that the move has ended

  function act() {
    asked += 1;
    const mine = asked;
    dataset.asked = String(mine);
    // Behind everything else that listens, and behind the frame in which Leaflet draws what that changed.
    setTimeout(() =>
      requestAnimationFrame(() => {
        if (!moving && !zooming) dataset.drawn = String(mine);
      }),
    );
  }

  for (const type of ACTS) window.addEventListener(type, act, { capture: true });
  map.on("zoomanim", () => {
    zooming = true;
  });
  map.on("zoomend", () => {
    zooming = false;
  });
  map.on("movestart", () => {
    moving = true;
  });
  map.on("moveend", () => {
    moving = false;
    act();
  });
  act();
}
