/**
 * What `npm run …` can do: the script below the checkout, and whether it needs root, for labs.
 * @type {Record<string, {script: string, root?: boolean}>}
 */
export const COMMANDS = {
  start: { script: "setup/start.ts", root: true },
  dev: { script: "setup/dev.ts", root: true },
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
