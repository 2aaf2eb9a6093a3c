# The recipes; `just` alone lists them.
default:
    @just --list

# Everything that CI runs
check:
    bash .ci/run

# The main job: sources → output/
build:
    cargo run --release -q -- build

# Tests only
test:
    cargo test --workspace -q

# Regenerate what is generated: schemas and output
generate:
    cargo run --release -q -- schema --all schema
    cargo run --release -q -- explain --markdown > crates/cvf-check/RULES.md
    cargo run --release -q -- build

# Format and lint
lint:
    cargo fmt --all
    cargo clippy --workspace --all-targets -- -D warnings

# How readers fare over a folder of files: panics, hangs, memory, time; refused ones with the reason
robustness FOLDER:
    cargo run --release -q -p cvf --example robustness -- {{FOLDER}}

# Hostile documents, made and read: each has to end in time, within its memory, with a clear word
hostile:
    cargo build --release -q -p cvf-cli
    python3 fixtures/make/hostile.py target/hostile target/release/cvf

# The fuzz targets over mutated fixtures, so many rounds for each, on a stable compiler
smoke rounds="100":
    SMOKE_ROUNDS={{rounds}} cargo test -q -p cvf --test smoke

# One fuzz target for some seconds, from the fixtures (needs cargo-fuzz and a nightly compiler):
# reader, interpretation, aligner or files
fuzz target seconds="600":
    mkdir -p target/corpus/{{target}}
    find fixtures -name 'source*' -type f | while read -r f; do cp "$f" "target/corpus/{{target}}/$(echo "$f" | tr / -)"; done
    cd crates/cvf && cargo +nightly fuzz run {{target}} ../../target/corpus/{{target}} -- -max_total_time={{seconds}} -rss_limit_mb=2048

# Whether a dependency has a known weakness (needs cargo-deny and a network)
advisories:
    cargo deny --config .ci/deny.toml check advisories

# Words read beside pdftotext's, pandoc's and a web page's own; lists the files with the most missing
recall FOLDER:
    mkdir -p target/recall
    cargo run --release -q -p cvf --example robustness -- {{FOLDER}} --text target/recall
    python3 crates/cvf/examples/recall.py words {{FOLDER}} target/recall

# Time taken beside pdftotext and pandoc, as whole programs
speed FOLDER:
    cargo build --release -q -p cvf-cli
    python3 crates/cvf/examples/recall.py speed {{FOLDER}} target/release/cvf

# Make the fixtures in other formats again from their text; each script says what it needs
fixtures:
    python3 fixtures/make/word.py
    python3 fixtures/make/pages.py
    python3 fixtures/make/pdf.py
    python3 fixtures/make/frameworks.py
    python3 fixtures/make/formats.py

# Check report.html in a browser (needs Node and Chromium)
browser:
    crates/cvf-report/browser/run

# Check the Word file in LibreOffice
word:
    crates/cvf-report/word/run
# How well flattened pages are read: generated ones, over many seeds
flatten seeds="20":
    cargo run --release -q -p cvf-extract --example flatten -- measure fixtures/legacy-matrix/source.txt {{seeds}}

# How documents of unknown layouts are read: placed, extra, refused, certainty, the worth of each term;
# over a generated set, the fixtures, and folders of documents with truths (measure.py says which)
interpret *FOLDERS:
    cargo build --release -q -p cvf-cli
    rm -rf target/layouts
    python3 crates/cvf-extract/layouts/generate.py target/layouts --seed 5 --formats html,docx,md,txt
    python3 crates/cvf-extract/layouts/measure.py target/release/cvf {{FOLDERS}} fixtures target/layouts --shapes

# Weights of the terms of the score, set on documents with truths, and what each term is worth (needs numpy and scipy)
weigh *FOLDERS:
    mkdir -p target
    find -L {{FOLDERS}} -type f | grep -E '\.(html|md|txt|docx|pdf|csv|xlsx)$' | xargs -d '\n' \
        cargo run --release -q -p cvf --example readings -- >target/readings.jsonl
    python3 crates/cvf-extract/layouts/weigh.py target/readings.jsonl {{FOLDERS}}
