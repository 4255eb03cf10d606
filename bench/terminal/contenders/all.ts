import type { Contender } from "../contender.ts";
import { atelier } from "./atelier.ts";
import { COCKPIT } from "./cockpit.ts";
import { NODE_PTY } from "./nodePty.ts";
import { RAW, RAW_KEPT } from "./raw.ts";
import { SHELLINABOX } from "./shellinabox.ts";
import { TTYD } from "./ttyd.ts";
import { WETTY } from "./wetty.ts";

/** Everybody who is compared, in the order of the tables. */
export const CONTENDERS: Contender[] = [
  ...[atelier("api"), atelier("exec"), atelier("cli"), RAW, RAW_KEPT, NODE_PTY],
  ...[WETTY, SHELLINABOX, COCKPIT, TTYD],
];
