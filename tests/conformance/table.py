#!/usr/bin/env python3
"""Which promise is kept, and by which test one can see it: a table out of a list of promises and what the tests printed.

usage: table.py PROMISES LOGS OUT.html    (PROMISES: rules.json or security.json; LOGS: the folder that tests/run writes to)

The list says what its page is called and which groups it has, then rule after rule. A rule is met when every test it names ran since the sources last changed, and passed. It is not met when one failed, did not run
or does not exist. "Not yet" says what is missing, "no machine" why a person has to look; neither counts as passed.
"""
import dataclasses
import datetime
import fnmatch
import html
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MET, UNMET, PARTLY, PEOPLE = "met", "not met", "not yet", "no machine"
MARKS = {MET: "✓", UNMET: "✗", PARTLY: "…", PEOPLE: "–"}

# What a test's own line looks like, in every kind of log: (pattern with the name, passed?).
LINES = [
    (re.compile(r"^(?:\d+: )?\[       OK \] (\S+)"), True),
    (re.compile(r"^(?:\d+: )?\[  FAILED  \] (\S+)$"), False),
    (re.compile(r"^\s*\d+/\d+ Test +#\d+: (\S+) \.+ +Passed"), True),
    (re.compile(r"^\s*\d+/\d+ Test +#\d+: (\S+) \.+ *\*\*\*"), False),
    (re.compile(r"^\s*ok \d+ - (.+?)(?: # (?!SKIP).*)?$"), True),
    (re.compile(r"^\s*not ok \d+ - (.+?)(?: #.*)?$"), False),
    (re.compile(r"^(test_\w+) \(.*\) \.\.\. ok$"), True),
    (re.compile(r"^(?:FAIL|ERROR): (test_\w+) "), False),
    (re.compile(r"^ok ([^\d].*)$"), True),
    (re.compile(r"^not ok ([^\d].*)$"), False),
]
# Where a test is written down: its name in one of these dresses.
WRITTEN = [r"\b(?:void )?({})\s*\(void \*\*state\)", r"\btest\(\s*[\"'`]({})[\"'`]", r"\bdef ({})\(", r"\bcheck \"({})\"",
           r"\bNAME ({})\b", r" - ({})\""]


@dataclasses.dataclass
class Outcome:
    """What the logs say of one test name."""
    passed: int = 0
    failed: int = 0
    logs: set = dataclasses.field(default_factory=set)


def tracked(*folders):
    names = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders],
                           cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def read_logs(folder, newest_source):
    """(test name -> Outcome, logs too old to prove anything)."""
    outcomes, old = {}, []
    for log in sorted(pathlib.Path(folder).glob("*.log")):
        if log.name.startswith("build-") or log.name == "conformance.log":
            continue
        if log.stat().st_mtime < newest_source:
            old.append(log.name)
            continue
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            for pattern, passed in LINES:
                found = pattern.match(line)
                if not found or "# SKIP" in line:
                    continue
                outcome = outcomes.setdefault(found[1], Outcome())
                outcome.passed += passed
                outcome.failed += not passed
                outcome.logs.add(log.name)
                break
    return outcomes, old


class Sources:
    """Finds the file in which a test stands."""

    def __init__(self):
        kinds = {".c", ".mjs", ".py", ".txt", ""}
        self.texts = {path.relative_to(ROOT): path.read_text(encoding="utf-8", errors="replace")
                      for path in tracked("tests") if path.suffix in kinds}

    def of(self, name):
        shape = re.escape(name).replace(r"\*", r".*?")
        for dress in WRITTEN:
            pattern = re.compile(dress.format(shape))
            for path, text in self.texts.items():
                if pattern.search(text):
                    return str(path)
        return None


def judge_test(name, outcomes, sources):
    """(passed?, what to say, file)."""
    file = sources.of(name)
    found = [outcome for key, outcome in outcomes.items() if fnmatch.fnmatchcase(key, name)]
    if file is None:
        return False, "there is no such test", None
    if not found:
        return False, "did not run", file
    if any(outcome.failed for outcome in found):
        return False, "failed", file
    return True, "passed", file


def judge(rule, outcomes, sources):
    tests = [(name, *judge_test(name, outcomes, sources)) for name in rule.get("tests", [])]
    if any(not passed for _, passed, _, _ in tests):
        state = UNMET
    elif rule.get("not_yet"):
        state = PARTLY
    else:
        state = MET if tests else PEOPLE
    return state, tests


def check_rules(name, groups, rules):
    """What is wrong with the list itself."""
    for group in groups:
        numbers = [int(rule["id"][1:]) for rule in rules if rule["id"][0] == group]
        if not numbers or numbers != list(range(1, len(numbers) + 1)):
            yield f"{name}: the rules of {group} are not numbered one after the other"
    for rule in rules:
        if rule["id"][0] not in groups:
            yield f"{name}: {rule['id']} is in no group"
        if not (rule.get("tests") or rule.get("not_yet") or rule.get("people")):
            yield f"{name}: {rule['id']} names no test and gives no reason"
        if set(rule) - {"id", "rule", "tests", "not_yet", "people"}:
            yield f"{name}: {rule['id']} has a key that means nothing"


# ---- the page ----

STYLE = """
:root { color-scheme: light dark; --page: #e6efe6; --paper: #fcfdfa; --ink: #12302a; --ink-2: #2f4b44; --line: #a9bfb0;
  --good: #0e4a33; --bad: #8f2419; --wait: #6a4700; }
@media (prefers-color-scheme: dark) { :root { --page: #0b1a16; --paper: #12251f; --ink: #eef5ef; --ink-2: #c3d3ca; --line: #3d5a50;
  --good: #9fdcb6; --bad: #ffb4a8; --wait: #f2bc4e; } }
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.25rem 4rem; background: var(--page); color: var(--ink);
  font: 1.0625rem/1.5 "Atkinson Hyperlegible Next", system-ui, sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; } h2 { margin: 2.5rem 0 .75rem; }
p { max-width: 46rem; } .sums { font-weight: 700; }
table { width: 100%; border-collapse: collapse; background: var(--paper); } caption { text-align: start; color: var(--ink-2);
  padding: .25rem 0 .5rem; }
th, td { text-align: start; vertical-align: top; padding: .75rem; border-top: 1px solid var(--line); } thead th { border: 0; }
td:first-of-type { width: 34%; } td:last-child { width: 7.5rem; font-weight: 700; white-space: nowrap; }
ul { margin: 0; padding: 0; list-style: none; } li + li { margin-top: .35rem; }
small { display: block; color: var(--ink-2); } td p { margin: .5rem 0 0; }
.good { color: var(--good); } .bad { color: var(--bad); } .wait { color: var(--wait); }
@media (max-width: 48rem) { table, thead, tbody, tr, td, th { display: block; width: auto !important; } thead { display: none; }
  td, th { border: 0; padding: .25rem .75rem; } tr { border-top: 1px solid var(--line); padding: .5rem 0; } }
"""
TONES = {MET: "good", UNMET: "bad", PARTLY: "wait", PEOPLE: "wait"}


def text(words):
    return html.escape(words, quote=False)


def test_item(name, passed, said, file):
    tone = "good" if passed else "bad"
    shown = text(name.replace("_", " "))
    where = f"<small>{text(file)}</small>" if file else ""
    mark = MARKS[MET if passed else UNMET]
    return f'<li><span class="{tone}">{mark} {text(said)}</span> {shown}{where}</li>'


def row(rule, state, tests):
    checks = "".join(test_item(*test) for test in tests)
    parts = [f"<ul>{checks}</ul>"] if checks else []
    if rule.get("not_yet"):
        parts.append(f'<p><span class="wait">Not yet:</span> {text(rule["not_yet"])}</p>')
    if rule.get("people"):
        parts.append(f'<p><span class="wait">No machine can see:</span> {text(rule["people"])}</p>')
    return (f'<tr id="{rule["id"]}"><th scope="row">{rule["id"]}</th><td>{text(rule["rule"])}</td><td>{"".join(parts)}</td>'
            f'<td class="{TONES[state]}">{MARKS[state]} {state}</td></tr>')


def table(group, name, words, judged):
    rows = "\n".join(row(*each) for each in judged if each[0]["id"][0] == group)
    return f"""<h2>{text(name)}</h2>
<table><caption>{words["rules"]} {group}: what each asks, what was checked, what came out</caption>
<thead><tr><th scope="col">Id</th><th scope="col">{words["rule"]}</th><th scope="col">Check</th><th scope="col">Result</th></tr></thead>
<tbody>{rows}</tbody></table>"""


def waiting(judged):
    """The list of what is not there yet, in one place."""
    items = "".join(f'<li><a href="#{rule["id"]}">{rule["id"]}</a> {text(rule["not_yet"])}</li>'
                    for rule, _, _ in judged if rule.get("not_yet"))
    return f"<h2>Not yet</h2><p>None of these counts as passed.</p><ul>{items}</ul>" if items else ""


def page(words, judged, old, problems):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%d %B %Y, %H:%M UTC")
    version = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    sums = ", ".join(f"{sum(state == each for _, state, _ in judged)} {each}" for each in MARKS)
    notes = "".join(f'<p class="bad">{text(problem)}</p>' for problem in problems)
    if old:
        notes += f"<p>Older than the sources, and so not counted: {text(', '.join(old))}.</p>"
    tables = "\n".join(table(group, name, words, judged) for group, name in words["groups"].items())
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Coachbell: {text(words["title"][0].lower() + words["title"][1:])}</title><style>{STYLE}</style></head><body><main>
<h1>{text(words["title"])}</h1>
<p>Made by the tests on {now} from version {text(version or "unknown")}. A {words["rule"].lower()} counts as met only when every test
beside it ran on these very sources and passed. {text(words["lead"])} This table claims nothing that stands in no test.</p>
<p class="sums">{sums}</p>{notes}
{tables}
{waiting(judged)}
</main></body></html>
"""


def report(judged, problems, old):
    for problem in problems:
        print(f"not ok {problem}")
    for rule, state, tests in judged:
        if state != UNMET:
            print(f"{'ok' if state == MET else state} {rule['id']}")
            continue
        print(f"not ok {rule['id']}")
        for name, passed, said, _ in tests:
            if not passed:
                print(f"  {name}: {said}")
    if old:
        print(f"older than the sources, not counted: {', '.join(old)}")


def main(rules_path, logs, out):
    words = json.loads(pathlib.Path(rules_path).read_text(encoding="utf-8"))
    rules = words["list"]
    newest = max(path.stat().st_mtime for path in tracked("core", "kiosk", "assets", "tests") if path.suffix not in {".md", ".json"})
    outcomes, old = read_logs(logs, newest)
    sources = Sources()
    judged = [(rule, *judge(rule, outcomes, sources)) for rule in rules]
    problems = list(check_rules(pathlib.Path(rules_path).name, words["groups"], rules))
    pathlib.Path(out).write_text(page(words, judged, old, problems), encoding="utf-8")
    report(judged, problems, old)
    met = sum(state == MET for _, state, _ in judged)
    unmet = sum(state == UNMET for _, state, _ in judged) + len(problems)
    rest = {each: sum(state == each for _, state, _ in judged) for each in (PARTLY, PEOPLE)}
    print(f"{rest[PARTLY]} {words['rules'].lower()} are not there yet, {rest[PEOPLE]} need a person's eye; the table is {out}")
    print(f"{met} passed, {unmet} failed")
    return 1 if unmet else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
