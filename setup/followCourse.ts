import { watch } from "node:fs";
import { basename, dirname } from "node:path";
import type { RunningServer } from "../server/main.ts";
import type { Console } from "./console.ts";

/** How long the manifest must stand still before it is read (ms): a build renames it once, an editor saves twice. */
const SETTLED = 100;

/**
 * Has the server read the course again whenever its manifest is written, so that an author's lesson and its checks
 * come into the lab that runs. @returns the way to stop
 */
export function followCourse(path: string, server: RunningServer, ui: Console): () => void {
  let timer: NodeJS.Timeout | undefined;
  const reload = () =>
    void server.reloadCourse().then(
      () => ui.say("Leçons relues\u00a0: les labs ouverts ont les nouvelles vérifications."),
      (error: Error) => ui.say(error.message),
    );
  // The file is replaced by another of the same name: only its folder sees that.
  const watcher = watch(dirname(path), (_event, name) => {
    if (name !== basename(path)) return;
    clearTimeout(timer);
    timer = setTimeout(reload, SETTLED);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
