# Short names for the commands of this project; `make check` is what CI runs.
PYTHON ?= .venv/bin/python
DATA ?= ../shared/data

.PHONY: check full

check:
	./check

# The long runs: whole corpora, long fuzzing. Each benchmark ends with one line of JSON.
full: check
	$(PYTHON) -m pytest -m long
	$(PYTHON) benchmarks/akn.py --data $(DATA)
	$(PYTHON) benchmarks/akn_fuzz.py --runs 5000 --data $(DATA)/local
	$(PYTHON) benchmarks/roundtrip.py --data $(DATA)/local --data $(DATA)/laws
	$(PYTHON) -m benchmarks.alignment --data $(DATA)/laws
	$(PYTHON) -m benchmarks.reanchoring --data $(DATA)/laws
	$(PYTHON) -m benchmarks.amendments --data $(DATA)/laws
	$(PYTHON) -m benchmarks.search --data $(DATA)
	$(PYTHON) benchmarks/reading.py --data $(DATA)
	$(PYTHON) benchmarks/scans.py --data $(DATA)
	$(PYTHON) benchmarks/real_files.py --data $(DATA)
	$(PYTHON) benchmarks/annotated.py --data $(DATA)
	$(PYTHON) benchmarks/fuzzing.py --data $(DATA)
	$(PYTHON) benchmarks/reading_speed.py --data $(DATA)
	$(PYTHON) benchmarks/made_filings.py --data $(DATA) --out build/made --seed 7
	$(PYTHON) benchmarks/reading.py --data build/made
	$(PYTHON) benchmarks/pages.py --data $(DATA)
	$(PYTHON) benchmarks/terms.py --data $(DATA)
	$(PYTHON) benchmarks/rules_speed.py --data $(DATA)
	$(PYTHON) benchmarks/matching.py --gold $(DATA)/gold --data $(DATA)
	$(PYTHON) benchmarks/matching_fit.py --gold $(DATA)/gold --data $(DATA)
	$(PYTHON) benchmarks/basis_fit.py --gold $(DATA)/gold --data $(DATA)
	$(PYTHON) benchmarks/matching_scale.py --data $(DATA)
	$(PYTHON) benchmarks/matching_workers.py --data $(DATA)
	$(PYTHON) benchmarks/lay_questions.py --gold $(DATA)/gold --dense --cache build/vectors.npz
	$(PYTHON) benchmarks/references.py --gold $(DATA)/gold --data $(DATA)/local --unresolved
	$(PYTHON) benchmarks/citation_precision.py --gold benchmarks/gold/citations-200.jsonl --data $(DATA)
	$(PYTHON) benchmarks/reference_agreement.py --data $(DATA)
	$(PYTHON) benchmarks/known_errors.py --data $(DATA)
	$(PYTHON) benchmarks/examples.py --data $(DATA)/local
	$(PYTHON) benchmarks/checks.py --data $(DATA)
	$(PYTHON) benchmarks/seeded.py --data $(DATA)/local --gold $(DATA)/gold
	$(PYTHON) benchmarks/seeded_second.py --data $(DATA)/local --gold $(DATA)/gold
	$(PYTHON) benchmarks/seeded_third.py --data $(DATA)/local --gold $(DATA)/gold
	$(PYTHON) benchmarks/seeded_fourth.py --data $(DATA)
	$(PYTHON) benchmarks/seeded_fifth.py --data $(DATA)
	$(PYTHON) benchmarks/seeded_sixth.py --data $(DATA)
	$(PYTHON) benchmarks/seeded_seventh.py --data $(DATA)
	$(PYTHON) benchmarks/seeded_eighth.py --data $(DATA)
	$(PYTHON) benchmarks/seeded_ninth.py --data $(DATA)
	$(PYTHON) benchmarks/seeded_tenth.py --data $(DATA)
	$(PYTHON) benchmarks/seeded_eleventh.py --data $(DATA)
	$(PYTHON) benchmarks/wordings_fit.py --data $(DATA)
	$(PYTHON) benchmarks/sentences.py --gold benchmarks/gold/sentences/held-1.jsonl benchmarks/gold/sentences/held-2.jsonl benchmarks/gold/sentences/technical.jsonl
	$(PYTHON) benchmarks/slips.py --data $(DATA)
	for set in drafts drafts2 drafts3 drafts4 drafts5; do $(PYTHON) benchmarks/drafts.py --gold benchmarks/gold/$$set || exit 1; done
	$(PYTHON) benchmarks/judging_sample.py --data $(DATA)/local --out build/findings.jsonl
	$(PYTHON) benchmarks/review.py --data $(DATA)
	$(PYTHON) benchmarks/slots.py --gold benchmarks/gold/slots.jsonl --data $(DATA)
	$(PYTHON) benchmarks/relations.py --data $(DATA) --gold benchmarks/gold/relations.jsonl
	$(PYTHON) benchmarks/natural_pairs.py --data $(DATA)
	$(PYTHON) -m benchmarks.families --data $(DATA)/laws --plain
	$(PYTHON) -m benchmarks.digest_scale --data $(DATA)/laws
	$(PYTHON) benchmarks/comment_mapping.py --gold $(DATA)/gold --data $(DATA) --dense --cache build/vectors.npz
	$(PYTHON) benchmarks/sample.py
	$(PYTHON) -m benchmarks.review_workbench
	$(PYTHON) -m benchmarks.filing_search --data $(DATA)/local
	$(PYTHON) -m benchmarks.site_fuzzing --inputs 10000
	$(PYTHON) benchmarks/procedure.py
	$(PYTHON) -m benchmarks.public_pages
	$(PYTHON) -m benchmarks.site_reanchoring
	$(PYTHON) -m benchmarks.desk_import --data $(DATA)/local --count 250 500 1000 2000
	$(PYTHON) -m benchmarks.site_digest
	$(PYTHON) -m benchmarks.site_load
	$(PYTHON) -m benchmarks.site_load --database sqlite
	HYPOTHESIS_PROFILE=long $(PYTHON) -m pytest tests/document tests/readers tests/writers tests/checks
