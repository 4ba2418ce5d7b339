/* Steps to tick off, and a way to say that one failed. Ticks stay in this browser. */
(function () {
  "use strict";

  var linter = window.runbookLinter;

  function stepsIn(root) {
    return Array.from(root.querySelectorAll("ol > li")).filter(function (item) {
      return !item.parentElement.closest("li, .rl-panel, .rl-dashboard, .footnote, .md-nav");
    });
  }

  function readTicks(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch (error) {
      return {};
    }
  }

  function writeTicks(key, ticks) {
    try {
      if (Object.keys(ticks).length) localStorage.setItem(key, JSON.stringify(ticks));
      else localStorage.removeItem(key);
    } catch (error) {
      // Ticks are a help for now; where the browser keeps nothing they end with the page.
    }
  }

  function issueUrl(page, step, text) {
    var line = step ? String(step.line) : "";
    var values = {
      path: page.path || "",
      line: line,
      commit: page.commit || "",
      title: "Step failed: " + (page.title || page.path || "") + (line ? ", line " + line : ""),
      body: [
        "Page: " + (page.path || "") + (line ? ", line " + line : ""),
        "Commit: " + (page.commit || "unknown"),
        "Read at: " + location.origin + location.pathname,
        "Step: " + text,
        "",
        "What I ran, and what I saw:",
        "",
      ].join("\n"),
    };
    return page.issue_url.replace(/\{(path|line|commit|title|body)\}/g, function (match, name) {
      return encodeURIComponent(values[name]);
    });
  }

  function textOf(item) {
    var first = item.querySelector("p");
    return (first || item).textContent.trim().replace(/\s+/g, " ").slice(0, 200);
  }

  linter.onPage(function (root) {
    var page = linter.page();
    var known = page.steps || [];
    if (!known.length || root.querySelector(".rl-step")) return;
    var items = stepsIn(root);
    // Lines are told only where the page shows just the steps that its source has.
    var steps = items.length === known.length ? known : [];
    var key = "rl:" + page.path;
    var ticks = readTicks(key);
    var clear = linter.make("button", "rl-clear", "Clear ticks");
    clear.type = "button";

    function show() {
      clear.hidden = !Object.keys(ticks).length;
      writeTicks(key, ticks);
    }

    var boxes = items.map(function (item, index) {
      var text = textOf(item);
      var row = linter.make("div", "rl-step");
      var label = linter.make("label", "");
      var box = linter.make("input");
      box.type = "checkbox";
      // A tick belongs to what the step said: an edited step is open again.
      box.checked = ticks[index] === text;
      item.classList.toggle("rl-done", box.checked);
      box.addEventListener("change", function () {
        if (box.checked) ticks[index] = text;
        else delete ticks[index];
        item.classList.toggle("rl-done", box.checked);
        show();
      });
      label.append(box, " Done");
      row.append(label);
      if (/^https?:\/\//.test(page.issue_url || "")) {
        var link = linter.make("a", "", "This step failed");
        link.href = issueUrl(page, steps[index], text);
        link.target = "_blank";
        link.rel = "noopener noreferrer";
        row.append(link);
      }
      item.append(row);
      return box;
    });

    clear.addEventListener("click", function () {
      ticks = {};
      boxes.forEach(function (box, index) {
        box.checked = false;
        items[index].classList.remove("rl-done");
      });
      show();
    });
    if (items.length) items[items.length - 1].parentElement.after(clear);
    show();
  });
})();
