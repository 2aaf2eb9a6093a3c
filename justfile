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
    cargo run --release -q -- build

# Format and lint
lint:
    cargo fmt --all
    cargo clippy --workspace --all-targets -- -D warnings

# How well flattened pages are read: generated ones, over many seeds
flatten seeds="20":
    cargo run --release -q -p cvf-extract --example flatten -- measure fixtures/legacy-matrix/source.txt {{seeds}}
