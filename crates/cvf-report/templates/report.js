(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const find = (selector) => [...document.querySelectorAll(selector)];
  const findings = find("article.finding");
  const sections = find("section.copy");
  const selects = find("select[data-key]");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const view = document.getElementById("view");
  const keys = document.getElementById("keys");
  let texts = null;

  const textOf = (i) => {
    texts ??= findings.map((finding) => finding.textContent.toLowerCase());
    return texts[i];
  };

  // A card has several findings about one text.
  const several = ["severity", "rule", "status"];

  const suits = (finding, key, value) => key === "status" && value === "open"
    ? "open" in finding.dataset
    : finding.dataset[key] === value || (several.includes(key) && finding.dataset[key].split(" ").includes(value));

  const apply = () => {
    const chosen = selects.filter((s) => s.value !== "").map((s) => [s.dataset.key, s.value]);
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    findings.forEach((finding, i) => {
      const fits = chosen.every(([key, value]) => suits(finding, key, value))
        && words.every((word) => textOf(i).includes(word));
      finding.hidden = !fits;
      count += fits ? 1 : 0;
    });
    const filtered = chosen.length + words.length > 0;
    for (const section of sections) {
      section.hidden = filtered && !section.querySelector("article.finding:not([hidden])");
    }
    shown.value = `${count} of ${findings.length} cards shown`;
  };

  const reset = () => {
    selects.forEach((s) => { s.value = ""; });
    search.value = "";
    apply();
  };

  const go = (finding) => {
    if (!finding) return;
    finding.focus({ preventScroll: true });
    finding.scrollIntoView({ block: "start" });
    history.replaceState(null, "", "#" + finding.querySelector("h4").id);
  };

  const step = (by, fits) => {
    const visible = findings.filter((f) => !f.hidden);
    const here = visible.indexOf(document.activeElement.closest("article.finding"));
    const start = here < 0 && by < 0 ? visible.length : here;
    for (let i = start + by; i >= 0 && i < visible.length; i += by) {
      if (fits(visible[i])) return go(visible[i]);
    }
  };

  const toggleView = () => {
    const inline = document.body.classList.toggle("inline");
    view.setAttribute("aria-pressed", String(inline));
  };

  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) reset();
    const folded = target.closest("details");
    if (folded && !folded.open) {
      folded.open = true;
      target.scrollIntoView();
    }
    const finding = target.closest("article.finding");
    if (finding) {
      finding.focus({ preventScroll: true });
      finding.scrollIntoView({ block: "start" });
    }
  };

  const actions = {
    j: () => step(1, () => true),
    k: () => step(-1, () => true),
    e: () => step(1, (f) => f.dataset.severity.split(" ").includes("error")),
    "/": () => search.focus(),
    v: toggleView,
    x: reset,
    g: () => document.getElementById("overview").scrollIntoView(),
    "?": () => { keys.open = !keys.open; keys.querySelector("summary").focus(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter]");
    if (!link) return;
    reset();
    for (const [key, value] of link.dataset.filter.split("&").map((part) => part.split("="))) {
      selects.find((s) => s.dataset.key === key).value = value;
    }
    apply();
  });

  selects.forEach((s) => s.addEventListener("change", apply));
  search.addEventListener("input", apply);
  document.getElementById("reset").addEventListener("click", reset);
  view.addEventListener("click", toggleView);
  window.addEventListener("hashchange", openTarget);
  // A second click on the same link changes no address.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) openTarget();
  });
  window.addEventListener("beforeprint", () => find("details").forEach((d) => { d.open = true; }));
  apply();
  openTarget();
})();
