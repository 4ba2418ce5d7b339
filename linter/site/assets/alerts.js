/* On the site's "not found" page: the address of an alert that nobody knows leads to near names and the search. */
(function () {
  "use strict";

  const linter = window.runbookLinter;
  const MOST = 5;
  const NEAR = 0.45;

  function plain(name) {
    return name.toLowerCase().replace(/[^a-z0-9]/g, "");
  }

  function pairs(text) {
    return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
  }

  /* How alike two names are, from 0 to 1: the share of neighbouring letters that both have (Dice). */
  function likeness(one, other) {
    const mine = pairs(plain(one));
    const theirs = pairs(plain(other));
    const both = Array.from(mine).filter((pair) => theirs.has(pair)).length;
    return (2 * both) / (mine.size + theirs.size || 1);
  }

  function asked(known) {
    const prefix = `${known.home}${known.folder}/`;
    if (!location.pathname.startsWith(prefix)) return "";
    try {
      return decodeURIComponent(location.pathname.slice(prefix.length).split("/")[0]);
    } catch (error) {
      return "";
    }
  }

  function link(text, url) {
    const made = linter.make("a", "", text);
    made.href = url;
    return made;
  }

  linter.onPage((root) => {
    const data = document.getElementById("rl-alert-names");
    const known = data && JSON.parse(data.textContent);
    const name = known && asked(known);
    if (!name || root.querySelector(".rl-unknown")) return;
    const names = Object.keys(known.names);
    const same = names.find((other) => plain(other) === plain(name));
    if (same) {
      location.replace(known.names[same] + location.search + location.hash);
      return;
    }
    const near = names
      .map((other) => ({ other, value: likeness(name, other) }))
      .filter((entry) => entry.value >= NEAR)
      .sort((one, two) => two.value - one.value)
      .slice(0, MOST);
    const box = linter.make("div", "rl-unknown", linter.make("p", "", `No runbook is known for the alert ${name}.`));
    if (near.length) {
      const url = (entry) => known.names[entry.other] + location.search + location.hash;
      const items = near.map((entry) => linter.make("li", "", link(entry.other, url(entry))));
      box.append(linter.make("p", "", "Names like it:"), linter.make("ul", "", ...items));
    }
    const search = link(`Search for ${name}`, `${known.home}?q=${encodeURIComponent(name)}`);
    box.append(linter.make("p", "", search));
    root.append(box);
  });
})();
