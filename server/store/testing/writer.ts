import { openStore } from "../store.ts";

// A process of its own that writes until it is killed, and tells each row once it is acknowledged.
const [dataDir = "", databaseUrl] = process.argv.slice(2);
const { db } = await openStore({ dataDir, databaseUrl, tell: () => undefined });
for (let n = 0; ; n++) {
  const row = {
    id: `i${n}`,
    name: `Personne ${n}`,
    login: `personne ${n}`,
    password_hash: null,
    subject: null,
    created_at: n,
  };
  await db.insertInto("instructors").values(row).execute();
  process.stdout.write(`${row.id}\n`);
}
