// Gives each slider's handle the name and the value that stand beside it, for those who hear the page.
// ipywidgets 8 labels its text boxes and lists, and leaves its sliders nameless.
function name(slider) {
  const handle = slider.querySelector(".noUi-handle");
  const label = slider.querySelector(".widget-label");
  const readout = slider.querySelector(".widget-readout");
  if (!handle || !label) return;
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

// The slider that somebody looked for: it may not stand on the page yet when this is asked.
function leadTo(name, tries = 40) {
  const found = [...document.querySelectorAll(".noUi-handle")].find(
    (one) => one.getAttribute("aria-label") === name && one.offsetParent !== null,
  );
  if (found) {
    found.scrollIntoView({ block: "center" });
    found.focus();
  } else if (tries > 0) setTimeout(() => leadTo(name, tries - 1), 50);
}

function render({ model, el }) {
  el.style.display = "none";
  const all = () => {
    document.querySelectorAll(".widget-hslider").forEach(name);
    document.querySelectorAll(".widget-hprogress").forEach(tell);
  };
  const watch = new MutationObserver(all);
  watch.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["style"],
  });
  all();
  const told = (message) => leadTo(message.lead_to);
  model.on("msg:custom", told);
  return () => {
    watch.disconnect();
    model.off("msg:custom", told);
  };
}

export default { render };
