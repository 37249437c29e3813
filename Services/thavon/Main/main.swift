internal import ThavonCLI

await runThavon()
