// Sends documents from a PouchDB on disk to a server, and says how long that took:
//   node pouch.cjs DOCS.ndjson LOCAL URL
// Only the sending is timed; BATCH documents go at a time (PouchDB's own is 100).
const fs = require("fs");
const PouchDB = require("pouchdb");

async function main() {
  const [docs, local, url] = process.argv.slice(2);
  const list = fs.readFileSync(docs, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const here = new PouchDB(local);
  for (let at = 0; at < list.length; at += 1000) {
    await here.bulkDocs(list.slice(at, at + 1000));
  }
  const there = new PouchDB(url);
  await there.info();
  const before = process.cpuUsage();
  const began = process.hrtime.bigint();
  const result = await here.replicate.to(there, { batch_size: Number(process.env.BATCH || 1000) });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const used = process.cpuUsage(before);
  const info = await there.info();
  console.log(JSON.stringify({ written: result.docs_written, there: info.doc_count, seconds, work: (used.user + used.system) / 1e6 }));
  await here.close();
}

main().catch((e) => {
  console.error(e);
  process.exit(1);
});
