"""The published Bot API as a checker: what a request may carry and what a reply must look like."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

Check = Callable[[object, str], None]
Coerce = Callable[[object, str], object]
Read = Callable[[str, str], object]

ARRAY = "Array of "


class SpecError(ValueError):
    """A value that the published Bot API does not allow; the message says where and what was expected."""


@dataclass(frozen=True)
class Upload:
    """A file that came in a multipart request."""

    file_name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True)
class Method:
    """One published method: how each parameter is read and which are required."""

    name: str
    params: Mapping[str, Coerce]
    required: frozenset[str]
    result: Check

    def read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Turn raw parameters (form strings or JSON values) into typed ones.

        Raises SpecError for an unknown parameter, a wrong type or a missing required parameter.
        """
        params: dict[str, Any] = {}
        for name, value in raw.items():
            coerce = self.params.get(name)
            if coerce is None:
                raise SpecError(f'unknown parameter "{name}" of {self.name}')
            if value is not None:
                params[name] = coerce(value, name)
        for name in self.required - params.keys():
            raise SpecError(f'parameter "{name}" of {self.name} is required')
        return params


class Spec:
    """All published methods and types, compiled once into small check functions."""

    def __init__(self, published: Mapping[str, Any]) -> None:
        """Compile the document of the shape `{version, methods, types}`."""
        self.version: str = published["version"]
        self._types: Mapping[str, Any] = published["types"]
        self._checks: dict[str, Check] = {
            "Integer": _integer,
            "Float": _float,
            "String": _string,
            "Boolean": _boolean,
            "InputFile": _upload,
        }
        self.methods = {name: self._method(name, method) for name, method in published["methods"].items()}
        self.by_lower_name = {name.lower(): method for name, method in self.methods.items()}
        # Compile every type now, so that a fault in the document shows at the start and not in a request.
        for name in self._types:
            self._check(name)

    @classmethod
    @cache
    def load(cls) -> "Spec":
        """Read the copy of the published Bot API that ships with the sandbox; once, for nothing changes in it."""
        text = resources.files(__package__).joinpath("telegram-bot-api.json").read_text("utf-8")
        return cls(json.loads(text))

    def check(self, type_name: str, value: object) -> None:
        """Raise SpecError where value is not a `type_name`, e.g. "Message" or "Array of Update"."""
        self._check(type_name)(value, type_name)

    def fields(self, type_name: str) -> tuple[str, ...]:
        """Return the names of the fields of a type."""
        return tuple(self._types[type_name]["fields"])

    def _method(self, name: str, method: Mapping[str, Any]) -> Method:
        fields = method["fields"]
        return Method(
            name,
            {field: _coercion(types, self._one_of(types)) for field, (types, _) in fields.items()},
            frozenset(field for field, (_, required) in fields.items() if required),
            self._one_of(method["returns"]),
        )

    def _check(self, type_name: str) -> Check:
        if type_name in self._checks:
            return self._checks[type_name]
        if type_name.startswith(ARRAY):
            check = _array(self._check(type_name.removeprefix(ARRAY)))
        else:
            # Types refer to themselves (a message replies to a message): a name is looked up when it is first used.
            self._checks[type_name] = self._later(type_name)
            check = self._object(type_name)
        self._checks[type_name] = check
        return check

    def _object(self, type_name: str) -> Check:
        published = self._types[type_name]
        if published["subtypes"]:
            return self._one_of(published["subtypes"])
        fields = {name: self._late(types) for name, (types, _) in published["fields"].items()}
        required = tuple(name for name, (_, needed) in published["fields"].items() if needed)
        return _record(type_name, fields, required)

    def _late(self, types: list[str]) -> Check:
        for name in types:
            self._check(name)
        if len(types) == 1:
            name = types[0]
            return self._later(name) if name in self._types else self._checks[name]
        return self._one_of(types)

    def _later(self, type_name: str) -> Check:
        def check(value: object, path: str) -> None:
            self._checks[type_name](value, path)

        return check

    def _one_of(self, types: list[str]) -> Check:
        if len(types) == 1:
            return self._check(types[0])
        checks = [self._late([name]) for name in types]
        expected = " or ".join(types) if len(types) <= 4 else f"one of {len(types)} types such as {types[0]}"  # noqa: PLR2004

        def check(value: object, path: str) -> None:
            reasons = []
            for each in checks:
                try:
                    each(value, path)
                except SpecError as error:
                    reasons.append(str(error))
                else:
                    return
            raise SpecError(f"{path}: expected {expected} ({'; '.join(reasons[:3])})")

        return check


def _record(type_name: str, fields: Mapping[str, Check], required: tuple[str, ...]) -> Check:
    def check(value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise SpecError(f"{path}: expected {type_name}, found {_kind(value)}")
        for name, item in value.items():
            field = fields.get(name)
            if field is None:
                raise SpecError(f'{path}: {type_name} has no field "{name}"')
            field(item, name)
        for name in required:
            if name not in value:
                raise SpecError(f'{path}: {type_name} needs the field "{name}"')

    return check


def _array(item_check: Check) -> Check:
    def check(value: object, path: str) -> None:
        if not isinstance(value, list):
            raise SpecError(f"{path}: expected an array, found {_kind(value)}")
        for item in value:
            item_check(item, path)

    return check


def _integer(value: object, path: str) -> None:
    if type(value) is not int:
        raise SpecError(f"{path}: expected Integer, found {_kind(value)}")


def _float(value: object, path: str) -> None:
    if type(value) not in {int, float}:
        raise SpecError(f"{path}: expected Float, found {_kind(value)}")


def _string(value: object, path: str) -> None:
    if type(value) is not str:
        raise SpecError(f"{path}: expected String, found {_kind(value)}")


def _boolean(value: object, path: str) -> None:
    if type(value) is not bool:
        raise SpecError(f"{path}: expected Boolean, found {_kind(value)}")


def _upload(value: object, path: str) -> None:
    if not isinstance(value, Upload):
        raise SpecError(f"{path}: expected a file in a multipart request, found {_kind(value)}")


def _kind(value: object) -> str:
    return {dict: "an object", list: "an array", str: "a string", bool: "a boolean", int: "an integer"}.get(
        type(value), type(value).__name__
    )


def _coercion(types: list[str], check: Check) -> Coerce:
    """Read a parameter as Telegram does: a form field is a string, so numbers and JSON arrive as text."""
    from_text = _reader(types)

    def coerce(value: object, path: str) -> object:
        if type(value) is str:
            value = from_text(value, path)
        check(value, path)
        return value

    return coerce


def _reader(types: list[str]) -> Read:
    if types == ["Integer", "String"]:
        return lambda text, _: int(text) if _is_integer(text) else text
    if "String" in types:
        return lambda text, _: text
    return {"Integer": _read_integer, "Float": _read_json, "Boolean": _read_boolean}.get(types[0], _read_json)


def _is_integer(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and text.isascii()


def _read_integer(text: str, path: str) -> int:
    if not _is_integer(text):
        raise SpecError(f"{path}: expected Integer, found {text[:40]!r}")
    return int(text)


def _read_boolean(text: str, path: str) -> bool:
    match text.lower():
        case "true" | "1" | "yes":
            return True
        case "false" | "0" | "no" | "":
            return False
    raise SpecError(f"{path}: expected Boolean, found {text[:40]!r}")


def _read_json(text: str, path: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SpecError(f"{path}: can't parse the JSON of the parameter: {error}") from error
