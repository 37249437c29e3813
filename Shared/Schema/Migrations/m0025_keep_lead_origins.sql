-- Where a file of leads comes from is kept with each of them, whether or not they have agreed to anything.
ALTER TABLE leads ADD COLUMN source_note text;
GRANT UPDATE (source_note) ON leads TO dashboard;

-- Rows are forgotten after 30 days; what came before that says so where there is an agreement.
UPDATE leads l SET source_note = i.source
FROM lead_import_rows r JOIN lead_imports i ON i.id = r.import_id
WHERE r.lead_id = l.id AND r.state = 'created' AND l.source = 'import';
UPDATE leads SET source_note = consent_source
WHERE source = 'import' AND source_note IS NULL AND consent_proof ? 'import';
