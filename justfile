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

# Check report.html in a browser (needs Node and Chromium)
browser:
    crates/cvf-report/browser/run

# Check the Word file in LibreOffice
word:
    crates/cvf-report/word/run
