import { parse } from "shell-quote";

/** Words of the shell that come before a command. */
const GRAMMAR = new Set(["if", "then", "elif", "else", "while", "until", "do", "{", "!", "time"]);
/** Words after which no command is on the line. */
const NOTHING = new Set(["for", "case", "done", "fi", "esac", "}", "function", "in"]);
/** Programs that run the program named after them. */
const WRAPPERS = new Set(["sudo", "exec", "nohup", "watch"]);

/**
 * The simple commands of a script, each as its words, without what only leads to them (`sudo`, variables). What the
 * shell would only know as it runs (`$(…)` within quotes, loops' words) is left out.
 */
export function commandsOf(script: string): string[][] {
  return linesOf(script).flatMap((line) => {
    const commands: string[][] = [[]];
    let target = false;
    for (const token of parse(line, (name) => `$${name}`)) {
      if (typeof token === "string") {
        // The file of a redirection is no word of the command.
        if (!target) commands.at(-1)!.push(token);
        target = false;
      } else if ("comment" in token) break;
      else if (token.op === "glob") commands.at(-1)!.push(token.pattern);
      else if (/[<>]/.test(token.op)) target = true;
      else commands.push([]);
    }
    return commands.map(bare).filter((words) => words.length > 0);
  });
}

/** Lines as the shell reads them: continued ones joined, here-documents gone. */
function linesOf(script: string): string[] {
  const lines: string[] = [];
  let end: string | undefined;
  for (const line of script.replaceAll(/\\\n\s*/g, " ").split("\n")) {
    if (end !== undefined) {
      if (line.trim() === end) end = undefined;
      continue;
    }
    end = /<<-?\s*['"]?(\w+)['"]?/.exec(line)?.[1];
    lines.push(line.replace(/<<-?\s*['"]?\w+['"]?/, ""));
  }
  return lines;
}

/** A command without the shell's own words, its variables and `sudo` before it. */
function bare(words: string[]): string[] {
  const [first, ...rest] = words;
  if (first === undefined || NOTHING.has(first)) return [];
  if (/^\w+\+?=/.test(first) || GRAMMAR.has(first)) return bare(rest);
  if (!WRAPPERS.has(first)) return words;
  const next = rest.findIndex(
    (word, i) => !word.startsWith("-") && !/^-[ugn]$/.test(rest[i - 1] ?? ""),
  );
  return next < 0 ? words : bare(rest.slice(next));
}
