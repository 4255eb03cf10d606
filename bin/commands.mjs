/**
 * Flags of Node for whatever serves. What comes from a terminal is passed on and forgotten; V8 would let tens of MB of
 * it pile up before it looks, more than all that the terminals keep.
 */
export const SERVER_FLAGS = ["--max-semi-space-size=2"];

/**
 * What `npm run …` can do: the script below the checkout, whether it needs root, for labs, and flags of Node.
 * @type {Record<string, {script: string, root?: boolean, flags?: string[]}>}
 */
export const COMMANDS = {
  start: { script: "setup/start.ts", root: true, flags: SERVER_FLAGS },
  dev: { script: "setup/dev.ts", root: true, flags: SERVER_FLAGS },
  ground: { script: "setup/ground.ts", root: true },
  doctor: { script: "setup/doctor.ts" },
  clean: { script: "setup/clean.ts", root: true },
  test: { script: "setup/test.ts", root: true },
  course: { script: "setup/course.ts", root: true },
  "course:new": { script: "setup/courseNew.ts" },
  "course:language": { script: "setup/courseLanguage.ts", root: true },
  soak: { script: "setup/soak.ts", root: true },
  bench: { script: "bench/run.ts", root: true },
  build: { script: "setup/build.ts" },
};
