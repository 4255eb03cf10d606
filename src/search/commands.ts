import { plain } from "./words.ts";

/** A command of the course, as `/recherche/commandes.json` tells it. */
export interface KnownCommand {
  /** The whole line, such as `lxc-ls -f`. */
  line: string;
  /** Its name in the index, such as `lxc-ls`. */
  name: string;
  /** Where it is taught. */
  url: string;
  /** The lesson's number and title. */
  lesson: string;
}

/** How many commands are shown above the other results. */
const MOST = 4;

/** The commands that a query names literally, the closest first; `sudo` before it does not count. */
export function commandsFor(query: string, commands: readonly KnownCommand[]): KnownCommand[] {
  const asked = plain(query).replace(/^sudo /, "");
  if (asked.length < 2) return [];
  const ranked = commands.flatMap((command) => {
    const rank = rankOf(asked, command);
    return rank === undefined ? [] : [{ command, rank }];
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank || a.command.line.length - b.command.line.length)
    .slice(0, MOST)
    .map(({ command }) => command);
}

function rankOf(asked: string, { line, name }: KnownCommand): number | undefined {
  const text = line.toLowerCase();
  if (text === asked) return 0;
  if (name === asked) return 1;
  if (text.startsWith(`${asked} `)) return 2;
  if (name.startsWith(asked)) return 3;
  return ` ${text} `.includes(` ${asked} `) ? 4 : undefined;
}
