// What every page has: one file to fetch.
import "./theme-toggle.ts";
import "./course-progress.ts";
import "./page-keys.ts";
import "./keep-pages.ts";
import "./try-now.ts";

// One page has it.
if (document.querySelector("progress-file")) void import("./progress-file.ts");
