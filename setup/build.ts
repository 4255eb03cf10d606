import { Console } from "./console.ts";
import { Lifetime } from "./lifetime.ts";
import { readSettings } from "./settings.ts";
import { ensureSite } from "./site.ts";

const ui = new Console();
await new Lifetime(ui).run(async () => ensureSite(readSettings().publicUrl, ui));
