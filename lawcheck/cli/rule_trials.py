"""``lawcheck rules test``: what became of each example of a rule, and what else its file leaves to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from lawcheck.checks import Example, Rule, RulePack, RuleRun, example_line, load_examples, rule_path, try_example
from lawcheck.citations import Citation, CitationState, resolve_citations
from lawcheck.document import parse
from lawcheck.laws import Library
from lawcheck.terms import Lexicon

__all__ = ["Tools", "Trial", "shown_example", "trial_lines", "trial_record", "try_rule"]

ENOUGH: Final = 3  # examples of each side that docs/rules.md asks for
_WRONG: Final = (CitationState.NO_SUCH_ARTICLE, CitationState.REPEALED, CitationState.WRONG_NAME)
_UNSURE: Final = (CitationState.NOT_IN_LIBRARY, CitationState.CATALOGUE_ONLY, CitationState.NOT_CHECKED)


class Tools(NamedTuple):
    """What rules are tried with; ``office`` is the folder of an office's own."""

    pack: RulePack
    library: Library
    lexicon: Lexicon
    office: Path | None


class Failed(NamedTuple):
    """An example that came out otherwise: the line it stands on, which of its side it is, and what came out."""

    line: int
    number: int
    example: Example
    found: str


class Trial(NamedTuple):
    """A rule tried: its file, the number of its examples, those that failed, and legal bases that are not as written."""

    rule: Rule
    path: Path
    examples: int
    failed: tuple[Failed, ...]
    wrong_basis: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether nothing contradicts the file."""
        return not self.failed and not self.wrong_basis


def try_rule(tools: Tools, rule: Rule) -> Trial:
    """Run the examples of ``rule``; of an office's own rule the legal bases are looked up too."""
    own = tools.office and rule_path(rule.id, tools.office).is_file()
    directory = tools.office if own else None
    path = rule_path(rule.id, directory)
    examples = load_examples(rule.id, directory)
    failed = tuple(_failures(tools, rule, path, examples))
    if not own:
        return Trial(rule, path, len(examples), failed)
    cited = [(basis.text, citation) for basis in rule.basis for citation in _cited(basis.text, tools.library)]
    wrong = tuple(f"“{text}”：{c.reason or c.state.value}" for text, c in cited if c.state in _WRONG)
    unsure = [f"依据“{text}”：{c.reason or c.state.value}" for text, c in cited if c.state in _UNSURE]
    return Trial(rule, path, len(examples), failed, wrong, (*_few(rule, examples), *dict.fromkeys(unsure)))


def _failures(tools: Tools, rule: Rule, path: Path, examples: tuple[Example, ...]) -> Iterator[Failed]:
    numbers = {True: 0, False: 0}
    for example in examples:
        numbers[example.positive] += 1
        run = try_example(tools.pack, rule.id, example, tools.library, tools.lexicon)
        if found := _otherwise(run, example):
            number = numbers[example.positive]
            yield Failed(example_line(path, example.positive, number), number, example, found)


def _otherwise(run: RuleRun, example: Example) -> str:
    """What came out instead of what the example says; nothing where it came out so."""
    quotes = "、".join(f"“{finding.quote}”" for finding in run.findings[:3])
    if not example.positive:
        return f"报了{quotes}" if run.findings else ""
    if not run.findings:
        return f"没有报（{run.state.value}{'：' + run.reason if run.reason else ''}）"
    first = run.findings[0]
    if example.finds and first.quote != example.finds:
        return f"指出的是{quotes}，例句写的是“{example.finds}”"
    if example.severity and first.severity.value != example.severity:
        return f"级别是 {first.severity.value}（{first.severity.label}），例句写的是 {example.severity}"
    return ""


def _few(rule: Rule, examples: tuple[Example, ...]) -> Iterator[str]:
    for positive, side in ((True, "应当报（positive）"), (False, "不应当报（negative）")):
        number = sum(example.positive is positive for example in examples)
        if number < ENOUGH:
            yield f"{side}的例句只有 {number} 个，应当各不少于 {ENOUGH} 个"
    if not rule.basis:
        yield "没有写依据（basis）"


def _cited(text: str, library: Library) -> Iterator[Citation]:
    """The references of a basis; the sentence around them only lets them be read as references."""
    document = parse(f"某市某条例\n第一条　依照{text}的规定，制定本条例。\n")
    for citation in resolve_citations(document, library, library.horizon):
        if citation.state is not CitationState.INTERNAL:
            yield citation


def trial_lines(trial: Trial) -> Iterator[str]:
    """What a person is told of a rule that is not right, or leaves something to be asked."""
    rule = trial.rule
    for fault in trial.failed:
        side = "应当报" if fault.example.positive else "不应当报"
        yield f"{rule.id}　{side}，结果不符：{fault.found}"
        yield f"  {trial.path} 第 {fault.line} 行，{side}的第 {fault.number} 个例句："
        yield "    " + shown_example(fault.example).replace("\n", "\n    ")
    yield from (f"{rule.id}　依据有误：{said}" for said in trial.wrong_basis)
    yield from (f"{rule.id}　请注意：{said}" for said in trial.notes)


def shown_example(example: Example) -> str:
    """The clause of an example that is one clause; a whole document as it is."""
    lines = example.text.strip().split("\n")
    framed = len(lines) == 3 and [line[:4] for line in lines[1:]] == ["第一条　", "第二条　"]
    return lines[1][4:] if framed and lines[0] == "青山市测试条例" else example.text.strip()


def trial_record(trial: Trial) -> dict[str, Any]:
    """The trial as plain values (``docs/schema/cli.schema.json``)."""
    return {
        "id": trial.rule.id,
        "examples": trial.examples,
        "failed": [
            {
                "expected": "应当报" if fault.example.positive else "不应当报",
                "text": fault.example.text.strip(),
                "file": str(trial.path),
                "line": fault.line,
                "found": fault.found,
            }
            for fault in trial.failed
        ],
        "wrong_basis": list(trial.wrong_basis),
        "notes": list(trial.notes),
    }
