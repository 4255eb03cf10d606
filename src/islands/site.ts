// What every page has: one file to fetch.
import "./theme-toggle.ts";
import "./course-progress.ts";
import "./page-keys.ts";
import "./keep-pages.ts";
import "./try-now.ts";
