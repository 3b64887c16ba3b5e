// The map without a mouse: links past what one does not want, from group to group in the list of layers, and from site to
// site with the arrows. Whatever one wants is at most ten key presses away, or found by its name.

import { element } from "./dom.js";

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The nearest place in the direction of an arrow, one straight ahead before one aside; -1 for none.
 *
 * @param {{x: number, y: number}[]} points in pixels
 * @param {number} from place in `points`
 * @param {string} key
 */
export function nextInDirection(points, from, key) {
  const arrow = ARROWS[key];
  if (!arrow) return -1;
  let best = -1;
  let least = Infinity;
  points.forEach(({ x, y }, i) => {
    const [dx, dy] = [x - points[from].x, y - points[from].y];
    const ahead = dx * arrow[0] + dy * arrow[1];
    const aside = Math.abs(dx * arrow[1]) + Math.abs(dy * arrow[0]);
    if (i === from || ahead <= 0 || aside > ahead) return;
    const far = ahead + aside;
    if (far < least) [best, least] = [i, far];
  });
  return best;
}

/**
 * Put the links past the other parts of the page in front of everything; they show while they have the focus.
 *
 * @param {[text: string, find: () => Element | null | undefined][]} targets
 */
export function addSkipLinks(targets) {
  const buttons = targets.map(([text, find]) => {
    const button = element("button", { type: "button" }, `Ga naar ${text}`);
    button.addEventListener("click", () => {
      const target = find();
      if (target instanceof HTMLElement) target.focus();
    });
    return button;
  });
  document.body.prepend(element("nav", { class: "zk-skip", "aria-label": "Snel naar" }, ...buttons));
}

/**
 * Let PageDown and PageUp go to the first choice of the next group and of the one before.
 *
 * @param {HTMLElement} root that holds the groups
 */
export function addGroupKeys(root) {
  root.addEventListener("keydown", (event) => {
    const step = event.key === "PageDown" ? 1 : event.key === "PageUp" ? -1 : 0;
    if (!step || !(event.target instanceof HTMLElement)) return;
    const groups = [...root.querySelectorAll("fieldset")];
    const at = groups.findIndex((group) => group.contains(/** @type {Node} */ (event.target)));
    const first = groups[(at + step + groups.length) % groups.length].querySelector("input");
    event.preventDefault();
    first?.focus();
    first?.click();
  });
}
