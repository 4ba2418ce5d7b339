/* What all our scripts share: when a page is there, and what the site knows of it. */
(function () {
  "use strict";

  function content() {
    return document.querySelector(".md-content__inner, [role=main], main, body");
  }

  /* Calls `show` with the page's content, again for each page that Material's instant navigation brings. */
  function onPage(show) {
    function run() {
      show(content());
    }
    function start() {
      if (window.document$ && window.document$.subscribe) window.document$.subscribe(run);
      else run();
    }
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  }

  /* {path, title, commit, issue_url, steps, blocks}, or nothing. Whatever is in it came from a page: text only. */
  function page() {
    var element = document.getElementById("rl-page");
    try {
      return (element && JSON.parse(element.textContent)) || {};
    } catch (error) {
      return {};
    }
  }

  function make(name, css, text) {
    var element = document.createElement(name);
    if (css) element.className = css;
    if (text) element.textContent = text;
    return element;
  }

  /* The page's blocks of code, without the column of line numbers. */
  function codeBlocks(root) {
    return Array.from(root.querySelectorAll("pre code, pre:not(:has(code))")).filter(function (code) {
      return !code.closest(".rl-nocopy, .rl-dialog, .mermaid, .linenos, details.rl-panel");
    });
  }

  window.runbookLinter = { onPage: onPage, page: page, make: make, codeBlocks: codeBlocks };
})();
