// Gives each slider's handle the name and the value that stand beside it, for those who hear the page.
// ipywidgets 8 labels its text boxes and lists, and leaves its sliders nameless, and its folded parts
// out of the keyboard's reach.
function name(slider) {
  const handle = slider.querySelector(".noUi-handle");
  const label = slider.querySelector(".widget-label");
  const readout = slider.querySelector(".widget-readout");
  if (!handle || !label) return;
  if (label.title === "null") label.removeAttribute("title"); // it would be shown to whoever points at it
  if (handle.getAttribute("aria-label") !== label.textContent)
    handle.setAttribute("aria-label", label.textContent);
  if (readout) {
    if (handle.getAttribute("aria-valuetext") !== readout.textContent)
      handle.setAttribute("aria-valuetext", readout.textContent);
    if (!readout.hasAttribute("role")) {
      readout.setAttribute("role", "textbox");
      readout.setAttribute("aria-label", `${label.textContent}, typed`);
    }
  }
}

// ... and each progress bar its role and how far it has come.
function tell(progress) {
  const bar = progress.querySelector(".progress"), label = progress.querySelector(".widget-label");
  if (!bar || !label) return;
  const far = Math.round(parseFloat(bar.firstElementChild?.style.width || "0")).toString();
  if (bar.getAttribute("aria-valuenow") === far) return;
  bar.setAttribute("role", "progressbar");
  bar.setAttribute("aria-label", label.textContent);
  bar.setAttribute("aria-valuenow", far);
}

// ... and each folded part a button that the keyboard reaches, and whether it is open.
function unfold(header) {
  const open = !header.nextElementSibling?.classList.contains("lm-mod-hidden");
  if (header.getAttribute("aria-expanded") !== String(open)) header.setAttribute("aria-expanded", String(open));
  if (header.getAttribute("role") === "button") return;
  header.setAttribute("role", "button");
  header.tabIndex = 0;
  header.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    header.click();
  });
}

// The control that somebody looked for: it may not stand on the page yet when this is asked.
function leadTo(name, tries = 40) {
  const called = (one) => one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent;
  const found = [...document.querySelectorAll(".noUi-handle, .grip-stacked select")].find(
    (one) => called(one) === name && one.offsetParent !== null,
  );
  if (found) {
    found.scrollIntoView({ block: "center" });
    found.focus();
  } else if (tries > 0) setTimeout(() => leadTo(name, tries - 1), 50);
}

// The words a mark was drawn from. Vega keeps each mark's data with the mark, as its own events need it.
function wordsOf(mark) {
  const words = Object.entries(mark.__data__?.datum ?? {}).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(words);
}

function render({ model, el }) {
  el.style.display = "none";
  const all = () => {
    document.querySelectorAll(".widget-hslider").forEach(name);
    document.querySelectorAll(".widget-hprogress").forEach(tell);
    document.querySelectorAll(".jupyter-widget-Collapse-header").forEach(unfold);
  };
  const watch = new MutationObserver(all);
  watch.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["style", "class"],
  });
  all();
  const told = (message) => leadTo(message.lead_to);
  model.on("msg:custom", told);
  const clicked = (event) => {
    if (event.target.closest?.(".grip-explorer .vega-embed")) model.send({ clicked: wordsOf(event.target) });
  };
  document.addEventListener("click", clicked);
  return () => {
    watch.disconnect();
    document.removeEventListener("click", clicked);
    model.off("msg:custom", told);
  };
}

export default { render };
