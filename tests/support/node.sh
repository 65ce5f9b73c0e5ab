# Tests that run under Node.js: their packages and their count. Sourced by tests/{web,e2e,fault}/run and tests/bench/run from
# the project's folder.

# What tests/web/package-lock.json names, once.
node_packages() {
    (
        cd tests/web || exit 1
        [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent --no-audit --no-fund
    )
}

# node_tests ARGUMENT … : `node --test ARGUMENT …`, printed as it runs, ending with "N passed, N failed". Fails when a test does.
node_tests() {
    node --test --test-reporter=tap "$@" 2>&1 | {
        local line good=0 bad=1
        while IFS= read -r line; do
            printf '%s\n' "$line"
            case $line in
            '# pass '*) good=${line#\# pass } ;;
            '# fail '*) bad=${line#\# fail } ;;
            esac
        done
        echo "$good passed, $bad failed"
        [ "$bad" = 0 ]
    }
}
