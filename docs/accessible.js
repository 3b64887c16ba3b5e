// What the theme lacks for readers without a mouse or with a screen reader.
document.querySelector(".md-search")?.setAttribute("aria-label", "Zoeken"); // a dialog without a name
const reach = () => {
  for (const part of document.querySelectorAll(".md-typeset pre > code, .md-typeset__scrollwrap, .formula")) {
    if (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight) part.tabIndex = 0;
  }
};
window.addEventListener("load", reach);
window.addEventListener("resize", reach);
