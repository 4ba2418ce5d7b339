/* Steps to tick off, and a way to say that one failed. Ticks stay in this browser. */
(function () {
  "use strict";

  const linter = window.runbookLinter;
  const { make } = linter;
  const LENGTH = 120;

  function stepsIn(root) {
    const apart = "li, [class^=rl-], [class*=' rl-'], .footnote, .footnotes, nav";
    return Array.from(root.querySelectorAll("ol > li")).filter((item) => {
      const around = item.parentElement.closest(apart);
      return !around || !root.contains(around) || around === root;
    });
  }

  /* What a step says, without its code: values that were filled there do not make it another step. */
  function sayingOf(item) {
    const copy = item.cloneNode(true);
    copy.querySelectorAll("pre, .rl-danger, .rl-step, .headerlink").forEach((element) => element.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  /* A tick belongs to what a step says, so that it never moves to another one when the page changes. */
  function keysOf(items) {
    const seen = new Map();
    return items.map((item) => {
      const saying = sayingOf(item);
      seen.set(saying, (seen.get(saying) || 0) + 1);
      return `${saying} #${seen.get(saying)}`;
    });
  }

  function read(key) {
    try {
      const kept = Object(JSON.parse(localStorage.getItem(key)));
      return { done: new Set(Array.isArray(kept.done) ? kept.done : []), at: Number(kept.at) || 0 };
    } catch (error) {
      return { done: new Set(), at: 0 };
    }
  }

  function keep(key, ticks) {
    try {
      if (ticks.done.size) localStorage.setItem(key, JSON.stringify({ done: [...ticks.done], at: ticks.at }));
      else localStorage.removeItem(key);
    } catch (error) {
      // Where the browser keeps nothing, ticks last as long as the page is open.
    }
  }

  function encoded(text) {
    // Half of a surrogate pair is text for JSON, but not for an address.
    return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));
  }

  function issueUrl(page, line, text) {
    const where = line ? `, line ${line}` : "";
    const at = /^https?:$/.test(location.protocol) ? location.origin + location.pathname : "";
    const { path = "", title = path, commit = "" } = page;
    const body = [
      `Page: ${path}${where}`,
      `Commit: ${commit || "unknown"}`,
      `Step: ${text}`,
      "",
      "What I saw:",
      "",
      ...(at ? ["", `Address: ${at}`] : []),
    ];
    const values = { title: `Step failed: ${title}${where}`, body: body.join("\n"), path, line, commit };
    return page.issue_url.replace(/\{(title|body|path|line|commit)\}/g, (all, name) => encoded(String(values[name])));
  }

  function failedLink(page, step, item) {
    if (typeof page.issue_url !== "string" || !/^https?:\/\//i.test(page.issue_url)) return "";
    const line = step && Number.isInteger(step.line) ? String(step.line) : "";
    const text = step && typeof step.text === "string" ? step.text : sayingOf(item).slice(0, LENGTH);
    const link = make("a", "", "This step failed");
    link.setAttribute("href", issueUrl(page, line, text));
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
    return link;
  }

  function addRow(item, failed) {
    const box = make("input");
    box.type = "checkbox";
    const parts = failed ? [make("label", "", box, " Done"), failed] : [make("label", "", box, " Done")];
    item.append(make("div", "rl-step", ...parts));
    return box;
  }

  function time(at) {
    return new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  }

  linter.onPage((root) => {
    const page = linter.page();
    if (!Array.isArray(page.steps) || !page.steps.length || root.querySelector(".rl-step")) return;
    const items = stepsIn(root);
    if (!items.length) return;
    // Only where the page shows just the steps of its source is it known which is which.
    const steps = items.length === page.steps.length ? page.steps : [];
    const storage = `rl:${page.path || location.pathname}`;
    const keys = keysOf(items);
    const ticks = read(storage);
    const boxes = items.map((item, number) => addRow(item, failedLink(page, steps[number], item)));
    const count = make("span");
    const clear = make("button", "rl-button rl-clear", "Clear ticks");
    const ticked = make("p", "rl-ticked", count, clear);
    items[items.length - 1].parentElement.after(ticked);

    function show() {
      boxes.forEach((box, number) => {
        box.checked = ticks.done.has(keys[number]);
        items[number].classList.toggle("rl-done", box.checked);
      });
      const done = boxes.filter((box) => box.checked).length;
      // The day tells whether these ticks are of this incident or of an earlier one.
      count.textContent = `${done} of ${boxes.length} steps done, the last one ${time(ticks.at)}.`;
      ticked.hidden = !done;
    }

    boxes.forEach((box, number) => {
      box.addEventListener("change", () => {
        if (box.checked) ticks.done.add(keys[number]);
        else ticks.done.delete(keys[number]);
        ticks.at = Date.now();
        keep(storage, ticks);
        show();
      });
    });
    clear.addEventListener("click", () => {
      ticks.done.clear();
      keep(storage, ticks);
      show();
      linter.announce("Ticks cleared.");
      boxes[0].focus({ preventScroll: true });
    });
    show();
  });
})();
