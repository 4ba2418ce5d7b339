/* What the page's scripts share: when a page is shown, what is known of it, and its code as a shell reads it. */
(function () {
  "use strict";

  const CONTENT = [".md-content__inner", "[role=main]", "main", "body"];
  const PLACEHOLDER = new RegExp(
    "\\$([A-Za-z_]\\w*)|\\$\\{([A-Za-z_]\\w*)\\}|<([A-Za-z](?:[\\w -]{0,39}[\\w-])?)>" +
      "|\\{\\{[ \\t]*([A-Za-z](?:[\\w -]{0,39}[\\w-])?)[ \\t]*\\}\\}",
    "y"
  );
  // The shell sets these itself: nobody means them as placeholders, and no link may move $HOME or $PATH.
  const SET_BY_SHELL = /^(?:PATH|HOME|(?:OLD)?PWD|IFS|SHELL|USER|LOGNAME|HOSTNAME|E?UID|PPID|RANDOM|TERM|TMPDIR)$/;
  const LOOPS = /\b(?:for|select)\s+([A-Za-z_]\w*)|\bread\b([^\n;|&<>]*)/g;
  const ASSIGNED = /(?:^|[;&|(]|\b(?:export|local|declare|readonly|typeset))[ \t]*([A-Za-z_]\w*)=/gm;
  const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;
  // After these words a command still comes.
  const BEFORE_COMMAND = new RegExp(
    "^(?:sudo|doas|env|nohup|nice|ionice|time|timeout|stdbuf|setsid|command|builtin|exec|eval|xargs|watch" +
      "|if|elif|then|else|while|until|do|!|\\{)$"
  );
  const OPTION_WITH_VALUE = /^-\w*[ughpCrtTUDR]$/;
  // Inside quotes another shell may look for commands; there only what stands right before counts.
  const COMMAND_IN_QUOTES = /(?:^|[|;&(`])\s*["'\w.\/-]*$|\bsudo(?:\s+-(?!\w*[ughp]\s)\S+)*\s+["'\w.\/-]*$/;
  // Each of these makes it doubtful what one more pair of quotes means. Anywhere in a block it counts for all of it:
  // lines hand values to each other, through variables, pipes and loops.
  const DOUBTS = [
    [/<</, "the block has a here-document"],
    [/`|\$\(|\$'|\$\{(?!\w+\})|\(\(|\[\[/, "the block has nested expressions"],
    // Typed into zsh a comment is none, and its apostrophe opens a quote.
    [/(?:^|\s)#.*['"`]/m, "the block has a comment with a quote"],
    [
      new RegExp(
        "(?:^|\\W)(?:(?:s|ba|z|k|da|c|tc|fi|r|ps|pd|mo)?sh|scp|sftp|rsync|eval|exec|source|trap|su|runuser|watch" +
          "|xargs|parallel|make|tmux|screen|crontab|ansible|salt|sed|g?awk|for|select|while|until|read|set|let|alias" +
          "|export|readonly|local|declare|typeset|unset)(?!\\w)" +
          "|(?:^|\\s)-(?:[A-Za-z]{0,2}[ce]|-command|-execute)(?![\\w-])"
      ),
      "the block hands it to a second shell or program",
    ],
  ];

  function onPage(show) {
    // `querySelector` with all of them would find what begins first, and that is always the body.
    const now = () => show(CONTENT.map((selector) => document.querySelector(selector)).find(Boolean));
    // Material exchanges pages without loading them anew, and tells so here.
    if (window.document$ && typeof window.document$.subscribe === "function") window.document$.subscribe(now);
    else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", now);
    else now();
  }

  function page() {
    try {
      return Object(JSON.parse(document.querySelector("template#rl-page").content.textContent));
    } catch (error) {
      return {};
    }
  }

  function codeBlocks(root) {
    const apart = ".mermaid, .linenos, .linenodiv, .rl-dialog";
    return Array.from(root.querySelectorAll("pre > code")).filter((code) => !code.closest(apart));
  }

  function make(name, css, ...content) {
    const element = document.createElement(name);
    if (css) element.className = css;
    if (name === "button") element.type = "button";
    element.append(...content);
    return element;
  }

  /* Told to those who do not see what changed. */
  function announce(text) {
    const live = document.getElementById("rl-live") || document.body.appendChild(make("div"));
    live.id = "rl-live";
    live.setAttribute("aria-live", "polite");
    live.textContent = "";
    // Only what comes into a region that is there already is read out.
    setTimeout(() => live.replaceChildren(text), 50);
  }

  /* Prompts and output become blanks: what is left stands where it stood, and is what somebody types. */
  function typed(text, prompts) {
    const lines = text.split("\n").map((line, number) => {
      const cut = prompts ? (prompts[number] ?? 0) : /^[ \t]*(?:[$%>][ \t]+)?/.exec(line)[0].length;
      return (cut < 0 ? "" : line.slice(cut)).padStart(line.length);
    });
    return lines.join("\n");
  }

  function namesIn(text, pattern) {
    const found = Array.from(text.matchAll(pattern), (match) => match[1] || match[2] || "");
    return new Set(found.join(" ").split(/\s+/));
  }

  function isPlaceholder(reader, match, at) {
    const variable = match[1] || match[2];
    if (/[\\$]/.test(reader.text.charAt(at - 1))) return false;
    if (variable) return !SET_BY_SHELL.test(variable) && !reader.loops.has(variable);
    return !reader.text.includes(`</${match[3]}>`);
  }

  function addSpot(reader, match, at) {
    const { text, quote, word } = reader;
    const end = at + match[0].length;
    const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
    const whole = quote === '"' && reader.opened === at - 1 && text[end] === '"' && text[at - 2] !== "$";
    const assigned = reader.command && ASSIGNMENT.test(word);
    const option = reader.argument || (reader.prefixed && word[0] === "-");
    const first = (reader.command && quote !== "#") || (quote && COMMAND_IN_QUOTES.test(before));
    reader.spots.push({
      start: at,
      end,
      label: match[0],
      name: match.slice(1).find(Boolean),
      quote: whole ? "whole" : quote,
      command: first && !assigned && !option,
      assigned,
      joined: /\$\w+$/.test(before),
      known: reader.assigned.has(match[1] || match[2]),
    });
    reader.word += match[0];
    return end;
  }

  function endWord(reader) {
    const word = reader.word;
    reader.word = "";
    if (word === "{") reader.command = true;
    if (!word || !reader.command || ASSIGNMENT.test(word)) return;
    if (reader.argument) reader.argument = false;
    else if (BEFORE_COMMAND.test(word)) reader.prefixed = true;
    else if (reader.prefixed && /^(?:-|\d+\w?$)/.test(word)) reader.argument = OPTION_WITH_VALUE.test(word);
    else reader.command = reader.prefixed = false;
  }

  function endCommand(reader) {
    endWord(reader);
    reader.command = true;
    reader.prefixed = reader.argument = false;
  }

  /* What stands in parentheses or backticks is a command of its own; behind it the outer one goes on. */
  function nest(reader, here) {
    const closes = here === ")" || (here === "`" && reader.ticked);
    endWord(reader);
    if (here === "`") reader.ticked = !reader.ticked;
    if (!closes) reader.outer.push(reader.command);
    const expected = !closes || !reader.outer.length || reader.outer.pop();
    endCommand(reader);
    reader.command = expected;
  }

  function readCode(reader, here) {
    if (/[\s<>]/.test(here)) endWord(reader);
    else if (/[;|&]/.test(here)) endCommand(reader);
    else if (/[()`]/.test(here)) nest(reader, here);
    else if (here === "#" && !reader.word) reader.quote = "#";
    else reader.word += here;
  }

  /* Reads one character, an escaped one, or a placeholder; returns where the next begins. */
  function readNext(reader, at) {
    const [here, next] = reader.text.slice(at, at + 2);
    if (here === "\\" && /^"?$/.test(reader.quote)) {
      if (next !== "\n") reader.word += here;
      return at + 2;
    }
    if (here === "$" && next === "$") return at + 2;
    PLACEHOLDER.lastIndex = at;
    const match = PLACEHOLDER.exec(reader.text);
    if (match && isPlaceholder(reader, match, at)) return addSpot(reader, match, at);
    if (here === "\n" && /["']/.test(reader.quote)) reader.doubt ||= "the block has a quoted text of several lines";
    else if (here === "\n") {
      reader.quote = "";
      endCommand(reader);
    } else if (reader.quote === here && here !== "#") reader.quote = "";
    else if (!reader.quote && (here === "'" || here === '"')) {
      reader.quote = here;
      reader.opened = at;
      reader.word += here;
    } else if (!reader.quote) readCode(reader, here);
    return at + 1;
  }

  /* The placeholders of a command: the quotes around them, and whether they stand for the command itself.
     `doubt` says why no value may be quoted there. It need not understand every shell: what is not plain is doubted. */
  function placeholders(original, prompts) {
    const text = typed(original, prompts);
    const [, doubt] = DOUBTS.find(([sign]) => sign.test(text)) || ["", ""];
    const known = { loops: namesIn(text, LOOPS), assigned: namesIn(text, ASSIGNED) };
    const reader = { ...known, text, doubt, spots: [], outer: [], quote: "", opened: -1, word: "" };
    endCommand(reader);
    for (let at = 0; at < text.length; ) at = readNext(reader, at);
    return reader.spots.map((spot) => ({ doubt: reader.doubt || (spot.assigned && "a variable keeps it"), ...spot }));
  }

  window.runbookLinter = { onPage, page, codeBlocks, make, announce, placeholders };
})();
