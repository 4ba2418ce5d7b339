/* Where a value may stand in a shell command, and how it must be written there.
 *
 * The values come from an address, and a stranger may have made it. The reader pastes what comes out into a shell.
 * So a value that holds more than harmless characters is filled only where one shell reads it once; in doubt the
 * placeholder stays, and the reader is told.
 */
(function () {
  "use strict";

  var HARMLESS = /^[A-Za-z0-9._:\/@%+,=-]+$/;
  var CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
  // What hands its arguments to another shell, or to a language of its own.
  var SECOND_SHELL = new RegExp(
    "(^|[\\s;|&(])(ssh|rsh|rsync|eval|sh|bash|zsh|ksh|dash|fish|su|watch|xargs|parallel|nsenter|chroot|script|tmux|screen" +
      "|awk|gawk|sed|jq|yq|perl|python\\d?|ruby|node|mysql|psql|sqlite3|mongo|mongosh|find|trap|alias)(\\s|$)" +
      "|\\s(-c|-e|--eval|--command|--execute)[\\s=]|\\$\\(|`|<\\("
  );
  var LONGEST = 500;
  // $NAME, ${NAME}, <some name>, {{ name }}
  var PLACEHOLDER =
    /\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)|<([A-Za-z](?:[A-Za-z0-9 _-]{0,40}[A-Za-z0-9])?)>|\{\{ ?([A-Za-z][A-Za-z0-9_.-]{0,40}) ?\}\}/g;

  /* Why a value may be filled nowhere; empty where it may. */
  function refused(value) {
    if (!value) return "empty";
    if (value.length > LONGEST) return "too long";
    if (CONTROL.test(value)) return "holds a control character";
    if (value[0] === "-") return "would be read as an option";
    return "";
  }

  /* For each character of the text: "" outside of quotes, else the quote; "#" in a comment; "\\" if escaped. */
  function contexts(text) {
    var found = [];
    var quote = "";
    for (var at = 0; at < text.length; at += 1) {
      var char = text[at];
      found.push(quote);
      if (quote === "#") {
        if (char === "\n") quote = "";
      } else if (char === "\\" && quote !== "'") {
        at += 1;
        found.push("\\");
      } else if (quote) {
        if (char === quote) quote = "";
      } else if (char === '"' || char === "'") {
        quote = char;
      } else if (char === "#" && (at === 0 || /\s/.test(text[at - 1]))) {
        quote = "#";
        found[at] = "#";
      }
    }
    return found;
  }

  function lineAround(text, at) {
    var start = text.lastIndexOf("\n", at - 1) + 1;
    var end = text.indexOf("\n", at);
    // A command goes on over an escaped line's end.
    while (start > 1 && text[start - 2] === "\\") start = text.lastIndexOf("\n", start - 2) + 1;
    while (end > 0 && text[end - 1] === "\\") end = text.indexOf("\n", end + 1);
    return { start: start, text: text.slice(start, end < 0 ? text.length : end) };
  }

  /* True where a command's name is expected: a value there would be the command. */
  function isCommandPlace(before) {
    return /(^|[;&|({!]|\b(?:sudo|then|do|else|exec|nohup|time|xargs|env|watch))\s*$/.test(before.replace(/^(\s*[$#>]\s)?/, ""));
  }

  /* The placeholders of a text: {name, shown, start, end}. */
  function placeholders(text) {
    var found = [];
    var where = contexts(text);
    var match;
    PLACEHOLDER.lastIndex = 0;
    while ((match = PLACEHOLDER.exec(text))) {
      if (where[match.index] === "\\" || text[match.index - 1] === "$") continue;
      var name = match[1] || match[2] || match[3] || match[4];
      found.push({ name: name, shown: match[0], start: match.index, end: match.index + match[0].length });
    }
    return found;
  }

  /* What to write for a placeholder: {start, end, text}, or {reason} where it must stay. */
  function written(text, placeholder, value) {
    var reason = refused(value);
    if (reason) return { reason: reason };
    var quote = contexts(text)[placeholder.start];
    var line = lineAround(text, placeholder.start);
    var before = text.slice(line.start, placeholder.start);
    if (quote === "" && isCommandPlace(before)) return { reason: "would be the command itself" };
    if (HARMLESS.test(value)) return { start: placeholder.start, end: placeholder.end, text: value };
    if (quote === "#") return { reason: "needs quotes, and stands in a comment" };
    if (text.includes("<<") || SECOND_SHELL.test(line.text)) return { reason: "would be read by a second shell" };
    var quoted = "'" + value.replace(/'/g, "'\\''") + "'";
    if (quote === "") return { start: placeholder.start, end: placeholder.end, text: quoted };
    if (quote === '"' && text[placeholder.start - 1] === '"' && text[placeholder.end] === '"') {
      return { start: placeholder.start - 1, end: placeholder.end + 1, text: quoted };
    }
    return { reason: "needs quotes, and stands in others" };
  }

  function folded(name) {
    return name.toLowerCase().replace(/[\s_.-]/g, "");
  }

  /* The value for a placeholder's name among {name: value}; `pod` also answers `pod-name`. */
  function valueFor(name, values) {
    var wanted = folded(name);
    var keys = Object.keys(values);
    var exact = keys.find(function (key) {
      return folded(key) === wanted;
    });
    if (exact !== undefined) return values[exact];
    var short = keys.find(function (key) {
      return folded(key) + "name" === wanted;
    });
    return short === undefined ? undefined : values[short];
  }

  window.runbookLinter.shell = { placeholders: placeholders, written: written, valueFor: valueFor, folded: folded };
})();
