// Making elements. Text always becomes a text node, so nothing in the data is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Put attributes and children on a node. Attributes that are null or false are left out.
 *
 * @template {Element} T
 * @param {T} node
 * @param {Attributes} attributes
 * @param {Child[]} children
 * @returns {T}
 */
export function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined) node.append(child);
  return node;
}

/**
 * The element of the page with this id.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const node = document.getElementById(id);
  if (!(node instanceof type)) throw new Error(`The page has no ${type.name} with the id ${id}.`);
  return node;
}

/**
 * An HTML element: `element("p", {class: "x"}, "text", anotherElement)`.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * The same for SVG.
 *
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svgElement(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * A radio button or checkbox inside its label, with anything behind it.
 *
 * @param {"radio" | "checkbox"} type
 * @param {string} name
 * @param {string} value
 * @param {...Child} content
 * @returns {[HTMLLabelElement, HTMLInputElement]}
 */
export function choice(type, name, value, ...content) {
  const input = element("input", { type, name, value });
  return [element("label", { class: "zk-choice" }, input, ...content), input];
}
