"""A YAML file with the line of every value, so that an error can say where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml
from yaml.composer import ComposerError
from yaml.constructor import ConstructorError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pydantic import ValidationError

Key = str | int
LARGEST = 4_000_000
TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in the content: where, what, and how to mend it. `level` is "error" or "warning"."""

    file: str
    line: int
    where: str
    message: str
    mend: str
    level: str = "error"

    def __str__(self) -> str:
        """One line for a terminal, with the place first as editors expect it."""
        return f"{self.file}:{self.line}: {self.level}: {self.where}: {self.message} {self.mend}".strip()


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The plain data of one file, and the 1-based line of each path in it."""

    name: str
    data: Any
    lines: dict[tuple[Key, ...], int]

    def unfit(self, error: ValidationError, below: Sequence[Key] = ()) -> list[Problem]:
        """Return what does not fit the type of the value that stands `below` this path."""
        found = []
        for item in error.errors(include_url=False):
            place = (*below, *item["loc"])
            mend = "Remove it or mend its spelling." if item["type"] == "extra_forbidden" else "Mend this value."
            found.append(Problem(self.name, self.line(place), ".".join(map(str, place)), f"{item['msg']}.", mend))
        return found

    def line(self, path: Sequence[Key]) -> int:
        """Return the line of `path`, or of its nearest parent that stands in the file."""
        for end in range(len(path), -1, -1):
            if (found := self.lines.get(tuple(path[:end]))) is not None:
                return found
        return 1


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Plain YAML, except that a value that cannot be (30 February) is an error with its line."""


def _told_where(construct: Callable[[yaml.SafeLoader, yaml.Node], Any]) -> Callable[[yaml.SafeLoader, yaml.Node], Any]:
    def constructed(loader: yaml.SafeLoader, node: yaml.Node) -> Any:  # noqa: ANN401 - a date or a number
        try:
            return construct(loader, node)
        except (ValueError, AttributeError, KeyError) as error:
            raise ConstructorError(None, None, f"“{node.value}” is no value ({error})", node.start_mark) from error

    return constructed


for _tag in (f"tag:yaml.org,2002:{kind}" for kind in ("timestamp", "int", "float", "bool")):
    _Loader.add_constructor(_tag, _told_where(yaml.SafeLoader.yaml_constructors[_tag]))


def read_yaml(path: Path, name: str) -> tuple[YamlFile, list[Problem]]:
    """Read one file. A file that cannot be read gives empty data and a problem, never an exception.

    The data are shared by all who read the same file: nobody may change them.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        return YamlFile(name, {}, {}), [Problem(name, 1, "file", f"{error.strerror}.", "Create the file.")]
    if len(raw) > LARGEST:
        return YamlFile(name, {}, {}), [Problem(name, 1, "file", "is larger than four megabytes.", "Split it.")]
    file, problems = _parsed(raw, name)
    return file, list(problems)


@lru_cache(maxsize=128)  # content that is loaded again, as after a file was saved, has mostly the same files
def _parsed(raw: bytes, name: str) -> tuple[YamlFile, tuple[Problem, ...]]:
    try:
        loader = _Loader(raw.decode("utf-8-sig"))
        try:
            node = loader.get_single_node()
            walk = _Walk(name)
            walk.node(node, ())
            data = {} if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except UnicodeDecodeError as error:
        found = Problem(name, 1, "file", f"is not UTF-8 text ({error.reason}).", "Save as UTF-8.")
    except RecursionError:
        found = Problem(name, 1, "file", "is nested too deeply.", "Write it flatter.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "cannot be read"
        found = Problem(name, mark.line + 1 if mark else 1, "yaml", f"{what}.", "Check the indentation and the quotes.")
    else:
        return YamlFile(name, data, walk.lines), tuple(walk.problems)
    return YamlFile(name, {}, {}), (found,)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through the nodes of the file `name` for the line of each path, and for what YAML allows and content not."""

    name: str
    lines: dict[tuple[Key, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[yaml.Node] = field(default_factory=set)

    def node(self, node: yaml.Node | None, path: tuple[Key, ...]) -> None:
        if node is None:
            return
        if node in self.seen:  # one that repeats itself would have no end
            raise ComposerError(None, None, "is repeated by an alias (*), which content does not use", node.start_mark)
        self.seen.add(node)
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                below = (*path, str(key.value))
                self._key(key, below)
                self.lines[below] = key.start_mark.line + 1
                self.node(value, below)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self.node(value, (*path, index))

    def _key(self, key: yaml.Node, path: tuple[Key, ...]) -> None:
        line, where = key.start_mark.line + 1, ".".join(map(str, path))
        if path in self.lines:
            self.problems.append(Problem(self.name, line, where, "stands twice.", "Remove one of the two."))
        if key.tag != TEXT:
            message = "is read as a number, a date or yes and no, and not as a name."
            self.problems.append(Problem(self.name, line, where, message, f'Write "{path[-1]}".'))
